package io.gatehouse.fleet.web.est;

import io.gatehouse.fleet.enrol.Enrolled;
import io.gatehouse.fleet.enrol.Enrolments;
import io.gatehouse.fleet.store.Hashes;
import io.gatehouse.fleet.web.api.Compiling;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.fleet.web.sign.BasicCredentials;
import io.gatehouse.fleet.web.sign.PeerIdentity;
import io.gatehouse.fleet.web.sign.SignInLimits;
import io.gatehouse.identity.CertificateBag;
import io.gatehouse.identity.PeerCertificate;
import io.gatehouse.identity.SigningRequest;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enrolment over Secure Transport (RFC 7030): the certificates of all authorities that count for everybody, a certificate
 * for whoever brings a claim token, another one for whoever holds one. Requests are PKCS 10 in base64, answers PKCS 7 in
 * base64, refusals one line. What a request says of its subject is not looked at. Event loop; certificates are issued on
 * workers.
 */
public final class Est {

    public static final String BASE = "/.well-known/est";

    private static final Logger LOG = LoggerFactory.getLogger(Est.class);
    private static final long MAX_REQUEST_BYTES = 16 * 1024;
    private static final int LINE = 76;

    private final Enrolments enrolments;
    private final Compiling compiling;
    private final SignInLimits limits;
    private final Work work;

    /** @param limits of tries; tokens and passwords have limits of their own */
    public Est(Enrolments enrolments, Compiling compiling, SignInLimits limits, Work work) {
        this.enrolments = enrolments;
        this.compiling = compiling;
        this.limits = limits;
        this.work = work;
    }

    /** Adds the addresses to the router. */
    public void mount(Router router) {
        Handler<RoutingContext> body = BodyHandler.create(false).setBodyLimit(MAX_REQUEST_BYTES);
        router.get(BASE + "/cacerts")
                .handler(context -> certificates(
                        context.response(),
                        "application/pkcs7-mime",
                        enrolments.authorities().trusted()));
        router.get(BASE + "/csrattrs")
                .handler(context -> context.response().setStatusCode(204).end());
        SecurityPolicyHandler encrypted = Est::onlyEncrypted;
        router.post(BASE + "/simpleenroll").handler(encrypted).handler(body).handler(this::enrol);
        router.post(BASE + "/simplereenroll").handler(encrypted).handler(body).handler(this::renew);
    }

    /** A token that was read on its way is spent by somebody else. */
    private static void onlyEncrypted(RoutingContext context) {
        if (context.request().isSSL()) {
            context.next();
        } else {
            refuse(context, 403, "enrolment takes TLS: use the https address of this server");
        }
    }

    private void enrol(RoutingContext context) {
        Optional<BasicCredentials> sent = BasicCredentials.of(context.request());
        if (sent.isEmpty()) {
            context.response().putHeader("WWW-Authenticate", "Basic realm=\"claim token\", charset=\"UTF-8\"");
            refuse(context, 401, "send the claim token as the password of basic authentication");
            return;
        }
        String token = sent.get().password();
        String address = String.valueOf(context.request().remoteAddress().hostAddress());
        // a token is a secret: what is kept in memory to count tries is its hash
        String counted = Hashes.sha256(token);
        OptionalLong wait = limits.take(counted, address);
        if (wait.isPresent()) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.getAsLong()));
            refuse(context, 429, "too many tries; wait " + wait.getAsLong() + " s");
            return;
        }
        Optional<PublicKey> key = key(context);
        if (key.isPresent()) {
            issue(context, () -> {
                Enrolled outcome = enrolments.enrol(token, key.get());
                if (outcome instanceof Enrolled.Certified) {
                    limits.giveBack(counted, address);
                }
                return outcome;
            });
        }
    }

    private void renew(RoutingContext context) {
        Optional<PeerCertificate> holder = PeerIdentity.of(context.request());
        if (holder.isEmpty()) {
            refuse(context, 401, "renew with the certificate that is to be renewed as the client's certificate");
            return;
        }
        key(context).ifPresent(key -> issue(context, () -> enrolments.renew(holder.get(), key)));
    }

    /** The key of the request; nothing when it was refused. */
    private static Optional<PublicKey> key(RoutingContext context) {
        String text =
                context.body().buffer() == null ? "" : context.body().buffer().toString(StandardCharsets.US_ASCII);
        Optional<PublicKey> key = der(text).flatMap(SigningRequest::read).map(SigningRequest::key);
        if (key.isEmpty()) {
            refuse(
                    context,
                    400,
                    "this is no PKCS 10 request in base64 that is signed by its own key, EC from 256 bits or RSA from"
                            + " 2048");
        }
        return key;
    }

    /** Also as tools write it, with a line before and after. */
    private static Optional<byte[]> der(String text) {
        try {
            return Optional.of(Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", "")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void issue(RoutingContext context, Callable<Enrolled> issuing) {
        work.call(() -> {
                    Enrolled outcome = issuing.call();
                    if (outcome instanceof Enrolled.Certified certified && certified.first()) {
                        compiling.of(certified.identity().site());
                    }
                    return outcome;
                })
                .onSuccess(outcome -> answer(context, outcome))
                .onFailure(context::fail);
    }

    private static void answer(RoutingContext context, Enrolled outcome) {
        if (outcome instanceof Enrolled.Certified certified) {
            LOG.info(
                    "{} is certified until {}",
                    certified.identity(),
                    certified.certificate().getNotAfter());
            certificates(
                    context.response(),
                    "application/pkcs7-mime; smime-type=certs-only",
                    List.of(certified.certificate()));
        } else if (outcome instanceof Enrolled.Refused refused) {
            LOG.warn(
                    "refused to certify {}: {}",
                    context.request().remoteAddress(),
                    refused.reason().words());
            refuse(
                    context,
                    refused.reason() == Enrolled.Reason.REVOKED || refused.reason() == Enrolled.Reason.RETIRED
                            ? 403
                            : 401,
                    refused.reason().words());
        }
    }

    /** Lines end as common tools read them: many base64 programs stumble over a carriage return. */
    private static void certificates(HttpServerResponse response, String type, List<X509Certificate> certificates) {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(CertificateBag.write(certificates));
        response.putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader("Content-Transfer-Encoding", "base64")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(Buffer.buffer(body + "\n"));
    }

    private static void refuse(RoutingContext context, int status, String line) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(line + "\n");
    }
}
