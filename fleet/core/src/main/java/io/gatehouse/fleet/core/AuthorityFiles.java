package io.gatehouse.fleet.core;

import io.gatehouse.identity.CertificateAuthority;
import io.gatehouse.launch.StartRefusal;
import io.gatehouse.launch.Surroundings;
import java.io.IOException;
import java.nio.file.Path;

/** An authority that the operator gives, in PEM: its certificate, those above it after it, and its key. */
public record AuthorityFiles(Path certificate, Path key) {

    CertificateAuthority open(Surroundings surroundings) {
        try {
            return CertificateAuthority.open(certificate, key, surroundings.clock(), surroundings.random());
        } catch (IOException e) {
            throw new StartRefusal("gatehouse.fleet.ca.certificate", String.valueOf(e.getMessage()));
        }
    }
}
