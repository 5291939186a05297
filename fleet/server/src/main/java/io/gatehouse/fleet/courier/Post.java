package io.gatehouse.fleet.courier;

import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Brings webhooks to where they may go, and what was answered back. Event loop; names are looked up on a worker. */
final class Post {

    private static final int CONNECT_MILLIS = 15_000;
    private static final int IDLE_SECONDS = 30;
    private static final int MOST_ANSWER_BYTES = 64 * 1024;

    private final Destinations destinations;
    private final Work work;
    // held: a client that nobody refers to is closed
    private final HttpClient http;

    Post(Vertx vertx, Destinations destinations, Work work) {
        this.destinations = destinations;
        this.work = work;
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setIdleTimeout(IDLE_SECONDS)
                .setVerifyHost(true));
    }

    /** What came of it. */
    sealed interface Reply {

        <T> T fold(Function<Refused, T> refused, Function<Answered, T> answered);

        /** It was not sent: the address is none that may be asked. */
        record Refused(String why) implements Reply {
            @Override
            public <T> T fold(Function<Refused, T> refused, Function<Answered, T> answered) {
                return refused.apply(this);
            }
        }

        /** What the other side said, cut at 64 KiB. */
        record Answered(int status, String body) implements Reply {
            @Override
            public <T> T fold(Function<Refused, T> refused, Function<Answered, T> answered) {
                return answered.apply(this);
            }
        }
    }

    /**
     * Sends it to the address that was judged, under the name that was given; nobody is followed anywhere else.
     *
     * <ul>
     *   <li>completes with what was answered, whatever its status, or why nothing was sent
     *   <li>fails when nobody answers, or not wholly within the patience
     * </ul>
     */
    Future<Reply> to(String target, Hook hook, Duration patience) {
        return work.call(() -> destinations.judge(target))
                .compose(judged -> judged instanceof Destinations.Judged.Allowed allowed
                        ? send(allowed, hook, patience)
                        : Future.succeededFuture(new Reply.Refused(((Destinations.Judged.Refused) judged).why())));
    }

    private Future<Reply> send(Destinations.Judged.Allowed to, Hook hook, Duration patience) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(to.port(), to.numeric()))
                .setHost(to.address().getHost())
                .setPort(to.port())
                .setSsl("https".equals(to.address().getScheme()))
                .setURI(path(to.address(), hook.query()))
                .setFollowRedirects(false)
                .setTimeout(patience.toMillis())
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .putHeader("User-Agent", "Gatehouse");
        hook.headers().forEach(options::putHeader);
        return http.request(options)
                .compose(request -> request.send(hook.body()))
                .<Reply>compose(answer -> answer.body()
                        .map(body -> new Reply.Answered(
                                answer.statusCode(), body.getString(0, Math.min(body.length(), MOST_ANSWER_BYTES)))))
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String path(URI address, String more) {
        String path = address.getRawPath() == null || address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        return path + query + (more.isEmpty() ? "" : (query.isEmpty() ? "?" : "&") + more);
    }

    Future<Void> close() {
        return http.close();
    }
}
