package io.gatehouse.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.gatehouse.browser.Chromium.Look;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Somebody in front of the console: the overview and the alarms stand open, and in a third window one page after another is
 * opened. The browser has a thread of its own; the methods may be called from any.
 */
final class WatchedConsole implements AutoCloseable {

    private static final String PASSWORD = LivingEstate.PASSWORD;
    private static final double PATIENCE_MILLIS = 60_000;

    /** As long as somebody looks at a page before they open the next. */
    private static final double BETWEEN_MILLIS = 2_500;

    /** Where one goes, and what has to be there before it counts as open. */
    private static final Map<String, String> PAGES = pages();

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Map<String, List<Double>> took = new LinkedHashMap<>();
    private final Future<?> looking;
    private volatile boolean closed;
    private volatile int problems;
    private volatile int news;
    private volatile long firstProblem;
    private volatile List<String> complaints = List.of();

    private WatchedConsole(String url, String oneTimePassword) throws Exception {
        Future<Open> open = thread.submit(() -> Open.at(url, oneTimePassword));
        Open now = open.get(3, TimeUnit.MINUTES);
        looking = thread.submit(() -> look(url, now));
    }

    private record Open(Chromium chromium, Page overview, Page alarms, Page walker) {

        static Open at(String url, String oneTimePassword) {
            Chromium chromium = Chromium.start();
            Page overview = chromium.page(Look.DESK);
            overview.navigate(url);
            Chromium.signInFirst(overview, "admin", oneTimePassword, PASSWORD);
            Page alarms = signedIn(chromium, url);
            alarms.navigate(url + "/alarms");
            return new Open(chromium, overview, alarms, signedIn(chromium, url));
        }

        private static Page signedIn(Chromium chromium, String url) {
            Page page = chromium.page(Look.DESK);
            page.navigate(url);
            Chromium.signIn(page, "admin", PASSWORD);
            return page;
        }
    }

    private static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("/", "main ul.tiles");
        pages.put("/alarms", "main ul.alarms, main p.notice");
        pages.put("/devices", "main a.device");
        pages.put("/devices?q=state%3Aoffline", "main p.quiet.small[role=status]");
        pages.put("/devices?q=camera+d-2", "main a.device");
        pages.put("/gateways", "main .columns > *");
        pages.put("/backlog", "main ul.backlog, main p.notice");
        pages.put("/events", "main button.event");
        return pages;
    }

    static WatchedConsole open(String url, String oneTimePassword) throws Exception {
        return new WatchedConsole(url, oneTimePassword);
    }

    private void look(String url, Open open) {
        try {
            while (!closed) {
                for (Map.Entry<String, String> page : PAGES.entrySet()) {
                    if (!closed) {
                        step(url, open, page.getKey(), page.getValue());
                    }
                }
            }
        } finally {
            complaints = open.chromium().complaints();
            open.chromium().close();
        }
    }

    private void step(String url, Open open, String page, String there) {
        long begun = System.nanoTime();
        open.walker().navigate(url + page);
        open.walker().locator(there).first().waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE_MILLIS));
        double millis = (System.nanoTime() - begun) / 1e6;
        synchronized (took) {
            took.computeIfAbsent(page, one -> new ArrayList<>()).add(millis);
        }
        notice(open);
        open.walker().waitForTimeout(BETWEEN_MILLIS);
        notice(open);
        complaints = open.chromium().complaints();
    }

    /** What stands on the pages that nobody touches. */
    private void notice(Open open) {
        problems = open.overview().locator("main ul.attention > li").count();
        news = open.alarms().locator("main p > button.primary").count()
                + open.alarms().locator("main ul.alarms > li").count();
        if (problems > 0 && firstProblem == 0) {
            firstProblem = System.nanoTime();
        }
    }

    /** Forgets when it was that a problem was seen. */
    void freshEyes() {
        firstProblem = 0;
    }

    /** When the overview showed a problem for the first time since then, by the nanosecond clock; 0 for not yet. */
    long firstProblem() {
        return firstProblem;
    }

    /** Problems that the overview shows now, without having been touched. */
    int problems() {
        return problems;
    }

    /** Whether the page of alarms shows one, or tells that some came. */
    boolean tellsOfAlarms() {
        return news > 0;
    }

    /** Errors of the pages so far. */
    List<String> complaints() {
        return complaints;
    }

    /** How many pages were opened. */
    int opened() {
        synchronized (took) {
            return took.values().stream().mapToInt(List::size).sum();
        }
    }

    /** Milliseconds until a page was there that 95 of 100 did not exceed. */
    double p95() {
        synchronized (took) {
            return percentile(took.values().stream()
                    .flatMap(List::stream)
                    .mapToDouble(Double::doubleValue)
                    .toArray());
        }
    }

    /** The same for each page. */
    String byPage() {
        synchronized (took) {
            List<String> all = new ArrayList<>();
            took.forEach((page, millis) -> all.add(String.format(
                    Locale.ROOT,
                    "%s %.0f",
                    page,
                    percentile(millis.stream().mapToDouble(Double::doubleValue).toArray()))));
            return String.join(", ", all);
        }
    }

    private static double percentile(double[] millis) {
        Arrays.sort(millis);
        return millis.length == 0 ? Double.NaN : millis[Math.max(0, (int) Math.ceil(millis.length * 0.95) - 1)];
    }

    /** Fails when the pages could not be walked through. */
    @Override
    public void close() throws Exception {
        closed = true;
        thread.shutdown();
        looking.get(2, TimeUnit.MINUTES);
    }
}
