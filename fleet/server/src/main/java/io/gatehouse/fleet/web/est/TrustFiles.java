package io.gatehouse.fleet.web.est;

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
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** The topmost certificate in the forms that phones and computers take. Made once; event loop. */
public final class TrustFiles {

    private final byte[] der;
    private final byte[] pem;
    private final byte[] profile;
    private final String fingerprint;

    public TrustFiles(CertificateAuthority authority) {
        // phones trust what stands on top
        X509Certificate top = authority.chain().get(authority.chain().size() - 1);
        try {
            this.der = top.getEncoded();
            this.pem = Pem.text(List.of(top)).getBytes(StandardCharsets.US_ASCII);
            this.fingerprint = authority.fingerprint();
            this.profile = profile(der, fingerprint).getBytes(StandardCharsets.UTF_8);
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds the addresses to the router. */
    public void mount(Router router) {
        // Android and Windows install what comes under this type
        router.get("/trust/ca.crt").handler(context -> send(context, "application/x-x509-ca-cert", der));
        router.get("/trust/ca.pem").handler(context -> send(context, "application/x-pem-file", pem));
        router.get("/trust/ca.mobileconfig")
                .handler(context -> send(context, "application/x-apple-aspen-config", profile));
        router.get("/trust/fingerprint")
                .handler(context ->
                        send(context, "text/plain; charset=utf-8", fingerprint.getBytes(StandardCharsets.US_ASCII)));
    }

    private static void send(RoutingContext context, String type, byte[] bytes) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .end(Buffer.buffer(bytes));
    }

    /** A configuration profile of Apple's with one payload, the certificate. The same every time, so that it replaces itself. */
    private static String profile(byte[] certificate, String fingerprint) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
                <plist version="1.0"><dict>
                <key>PayloadType</key><string>Configuration</string>
                <key>PayloadVersion</key><integer>1</integer>
                <key>PayloadIdentifier</key><string>io.gatehouse.trust.{name}</string>
                <key>PayloadUUID</key><string>{profile}</string>
                <key>PayloadDisplayName</key><string>Gatehouse</string>
                <key>PayloadContent</key><array><dict>
                <key>PayloadType</key><string>com.apple.security.root</string>
                <key>PayloadVersion</key><integer>1</integer>
                <key>PayloadIdentifier</key><string>io.gatehouse.trust.{name}.ca</string>
                <key>PayloadUUID</key><string>{ca}</string>
                <key>PayloadDisplayName</key><string>Gatehouse CA</string>
                <key>PayloadContent</key><data>{certificate}</data>
                </dict></array>
                </dict></plist>
                """.replace("{name}", fingerprint.substring(0, 16))
                .replace("{profile}", named(fingerprint + "/profile").toString())
                .replace("{ca}", named(fingerprint + "/ca").toString())
                .replace("{certificate}", Base64.getEncoder().encodeToString(certificate));
    }

    private static UUID named(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
