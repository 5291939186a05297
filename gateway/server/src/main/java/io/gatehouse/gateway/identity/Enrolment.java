package io.gatehouse.gateway.identity;

import io.gatehouse.identity.CertificateAuthority;
import io.gatehouse.identity.CertificateBag;
import io.gatehouse.identity.ClientSide;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** Asks the fleet for certificates over EST (RFC 7030). Blocks. */
final class Enrolment {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String BASE = "/.well-known/est/";

    private final URI fleet;
    private final HttpClient client;

    Enrolment(URI fleet, ClientSide side) {
        this.fleet = fleet;
        this.client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .sslContext(side.context())
                .build();
    }

    /** The authorities that count at the fleet, in no order; the one that has the fingerprint is among them. */
    List<X509Certificate> authorities(String fingerprint) throws IOException {
        List<X509Certificate> found = certificates(request("cacerts").build());
        if (found.stream().noneMatch(one -> CertificateAuthority.isKnownBy(one, fingerprint))) {
            throw new IOException("the fleet's authority is not the one that the claim token names");
        }
        return found;
    }

    /** A first certificate. */
    X509Certificate enrol(byte[] signingRequest, String gateway, String token) throws IOException {
        String basic = Base64.getEncoder().encodeToString((gateway + ":" + token).getBytes(StandardCharsets.UTF_8));
        return one(asked("simpleenroll", signingRequest).header("Authorization", "Basic " + basic));
    }

    /** The next certificate, with the one before shown on the connection. */
    X509Certificate renew(byte[] signingRequest) throws IOException {
        return one(asked("simplereenroll", signingRequest));
    }

    private HttpRequest.Builder request(String operation) {
        return HttpRequest.newBuilder(fleet.resolve(BASE + operation)).timeout(PATIENCE);
    }

    private HttpRequest.Builder asked(String operation, byte[] signingRequest) {
        return request(operation)
                .header("Content-Type", "application/pkcs10")
                .header("Content-Transfer-Encoding", "base64")
                .POST(HttpRequest.BodyPublishers.ofString(
                        Base64.getMimeEncoder().encodeToString(signingRequest)));
    }

    private X509Certificate one(HttpRequest.Builder request) throws IOException {
        List<X509Certificate> found = certificates(request.build());
        if (found.size() != 1) {
            throw new IOException("the fleet answered " + found.size() + " certificates and not one");
        }
        return found.get(0);
    }

    private List<X509Certificate> certificates(HttpRequest request) throws IOException {
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the fleet refused: " + answer.body().strip() + " (" + answer.statusCode() + ")");
            }
            return CertificateBag.read(Base64.getMimeDecoder().decode(answer.body()));
        } catch (IllegalArgumentException e) {
            throw new IOException("the fleet's answer is not in base64", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
