package io.gatehouse.fleet.web.est;

import io.gatehouse.fleet.authority.Authorities;
import io.gatehouse.identity.CertificateAuthority;
import io.gatehouse.identity.Pem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The topmost certificates in the forms that phones and computers take. While one authority takes the place of another
 * there are two: the one by which this server is known now, and the next, which is better trusted before it is needed.
 * Made when asked for the first time after a change; event loop.
 */
public final class TrustFiles {

    private final Authorities authorities;
    private volatile @Nullable Files made;

    private record Files(byte[] der, byte[] next, byte[] pem, byte[] profile, String fingerprint, String nextOne) {}

    public TrustFiles(Authorities authorities) {
        this.authorities = authorities;
        authorities.onChange(() -> made = null);
    }

    /** Adds the addresses to the router. */
    public void mount(Router router) {
        // Android and Windows install what comes under this type
        router.get("/trust/ca.crt").handler(context -> send(context, "application/x-x509-ca-cert", files().der));
        router.get("/trust/next.crt").handler(context -> {
            if (files().next.length == 0) {
                context.fail(404);
            } else {
                send(context, "application/x-x509-ca-cert", files().next);
            }
        });
        router.get("/trust/ca.pem").handler(context -> send(context, "application/x-pem-file", files().pem));
        router.get("/trust/ca.mobileconfig")
                .handler(context -> send(context, "application/x-apple-aspen-config", files().profile));
        router.get("/trust/fingerprint").handler(context -> send(context, files().fingerprint));
        router.get("/trust/next-fingerprint").handler(context -> send(context, files().nextOne));
    }

    private Files files() {
        Files known = made;
        if (known == null) {
            known = make();
            made = known;
        }
        return known;
    }

    private Files make() {
        CertificateAuthority serving = authorities.serving();
        CertificateAuthority issuing = authorities.issuing();
        boolean changing = serving != issuing;
        // phones trust what stands on top
        Set<X509Certificate> tops = new LinkedHashSet<>(List.of(top(serving), top(issuing)));
        try {
            return new Files(
                    top(serving).getEncoded(),
                    changing ? top(issuing).getEncoded() : new byte[0],
                    Pem.text(List.copyOf(tops)).getBytes(StandardCharsets.US_ASCII),
                    profile(List.copyOf(tops), serving.fingerprint()).getBytes(StandardCharsets.UTF_8),
                    serving.fingerprint(),
                    changing ? issuing.fingerprint() : "");
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static X509Certificate top(CertificateAuthority authority) {
        return authority.chain().get(authority.chain().size() - 1);
    }

    private static void send(RoutingContext context, String text) {
        send(context, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void send(RoutingContext context, String type, byte[] bytes) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .end(Buffer.buffer(bytes));
    }

    /** A configuration profile of Apple's with a payload for each. The same every time, so that it replaces itself. */
    private static String profile(List<X509Certificate> tops, String fingerprint) throws CertificateEncodingException {
        List<String> payloads = new ArrayList<>();
        for (X509Certificate one : tops) {
            payloads.add(payload(one, payloads.isEmpty() ? "ca" : "next", fingerprint));
        }
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
                <plist version="1.0"><dict>
                <key>PayloadType</key><string>Configuration</string>
                <key>PayloadVersion</key><integer>1</integer>
                <key>PayloadIdentifier</key><string>io.gatehouse.trust.{name}</string>
                <key>PayloadUUID</key><string>{profile}</string>
                <key>PayloadDisplayName</key><string>Gatehouse</string>
                <key>PayloadContent</key><array>{payloads}</array>
                </dict></plist>
                """.replace("{name}", fingerprint.substring(0, 16))
                .replace("{profile}", named(fingerprint + "/profile").toString())
                .replace("{payloads}", String.join("", payloads));
    }

    private static String payload(X509Certificate one, String what, String fingerprint)
            throws CertificateEncodingException {
        return """
                <dict>
                <key>PayloadType</key><string>com.apple.security.root</string>
                <key>PayloadVersion</key><integer>1</integer>
                <key>PayloadIdentifier</key><string>io.gatehouse.trust.{name}.{what}</string>
                <key>PayloadUUID</key><string>{uuid}</string>
                <key>PayloadDisplayName</key><string>Gatehouse CA</string>
                <key>PayloadContent</key><data>{certificate}</data>
                </dict>""".replace("{name}", fingerprint.substring(0, 16))
                .replace("{what}", what)
                .replace("{uuid}", named(fingerprint + "/" + what).toString())
                .replace("{certificate}", Base64.getEncoder().encodeToString(one.getEncoded()));
    }

    private static UUID named(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
