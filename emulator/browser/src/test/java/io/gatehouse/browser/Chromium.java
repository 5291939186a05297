package io.gatehouse.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The installed browser, and what its pages complained about. One thread. */
final class Chromium implements AutoCloseable {

    private static final double PATIENCE = 30_000;
    private static final String AXE = axe();

    /**
     * axe itself, once a page, and asked for nothing but violations: its own driver opens a further page each time. What
     * is the same on every page (the frame around it) is looked at when axe comes to it first.
     */
    private static final String VIOLATIONS = """
            async (runOnly) => {
              const main = window.axeSawTheFrame && document.querySelector('main');
              window.axeSawTheFrame = true;
              const { violations } = await axe.run(main || document, { runOnly, resultTypes: ['violations'], preload: false });
              return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id} at ${node.target}: ${node.html}`));
            }""";

    private static final Map<String, Object> EVERYTHING =
            Map.of("type", "tag", "values", List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"));

    /** All of axe's rules of these standards that look at colours. */
    private static final Map<String, Object> COLOURS =
            Map.of("type", "rule", "values", List.of("color-contrast", "link-in-text-block"));

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** How somebody looks at the pages. */
    record Look(String locale, ColorScheme scheme, int width, int height) {

        static final Look DESK = new Look("en-US", ColorScheme.LIGHT, 1280, 860);
        static final Look DESK_DARK = new Look("zh-CN", ColorScheme.DARK, 1280, 860);
        static final Look PHONE = new Look("zh-CN", ColorScheme.LIGHT, 390, 844);
        static final Look PHONE_DARK = new Look("en-US", ColorScheme.DARK, 390, 844);
        static final Look PHONE_DARK_CHINESE = new Look("zh-CN", ColorScheme.DARK, 390, 844);

        ColorScheme otherScheme() {
            return scheme == ColorScheme.LIGHT ? ColorScheme.DARK : ColorScheme.LIGHT;
        }
    }

    /** @param flags further ones of the browser's own, such as a camera that plays a file */
    static Chromium start(String... flags) {
        // the shell has the same pages and no window around them, which nobody sees here and somebody has to draw
        Path program = Stream.of(
                        "/usr/bin/chromium-headless-shell",
                        "/usr/bin/chromium",
                        "/usr/bin/google-chrome",
                        "/usr/bin/chromium-browser")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of(""));
        assumeTrue(Files.isExecutable(program), "no Chromium here: install the package chromium");
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(Stream.concat(Stream.of("--no-sandbox"), Stream.of(flags))
                                .toList()));
        return new Chromium(playwright, browser);
    }

    /** A page of a browser that knows nobody yet. */
    Page page(Look look) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setLocale(look.locale())
                .setTimezoneId("UTC")
                .setColorScheme(look.scheme())
                .setViewportSize(look.width(), look.height()));
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        return page;
    }

    /** Somebody signs in where the page asks who it is, and sees the console's pages. */
    static void signIn(Page page, String name, String password) {
        page.locator("input[name=username]").fill(name);
        page.locator("input[name=password]").fill(password);
        page.locator("button.primary").click();
        assertThat(page.locator("nav.pages")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
    }

    /** The same with a password that was made for one time: before anything else is shown, another one takes its place. */
    static void signInFirst(Page page, String name, String oneTime, String password) {
        page.locator("input[name=username]").fill(name);
        page.locator("input[name=password]").fill(oneTime);
        page.locator("button.primary").click();
        page.locator("input[autocomplete=new-password]").fill(password);
        assertThat(page.locator("nav.pages")).hasCount(0);
        page.locator("button.primary").click();
        assertThat(page.locator("nav.pages")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
    }

    /** Errors of the console and of scripts, of all pages so far. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Whether it is free of barriers in both themes, and does not scroll sideways on a desk or on a phone. */
    static void mustBeUsable(Page page, Look look, String what) {
        assertThat(barriers(page)).as(what).isEmpty();
        assertThat(page.title()).as(what).isNotBlank();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(look.otherScheme()));
        // what is just fading in has the colours of neither theme
        page.evaluate("document.getAnimations().forEach((one) => one.cancel())");
        assertThat(barriersOfColour(page)).as(what + " in the other theme").isEmpty();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(look.scheme()));
        mustFit(page, look);
    }

    /** Whether it does not scroll sideways, neither on a desk nor on a phone. */
    static void mustFit(Page page, Look look) {
        for (Look size : List.of(look.width() == Look.PHONE.width() ? Look.DESK : Look.PHONE, look)) {
            page.setViewportSize(size.width(), size.height());
            Pages.fits(page);
        }
    }

    /** What keeps somebody from using the page (WCAG 2.2 AA, as far as a program can tell). */
    static List<String> barriers(Page page) {
        return violations(page, EVERYTHING);
    }

    /** Those of them that come with other colours: what a page that had none has in the other theme. */
    static List<String> barriersOfColour(Page page) {
        return violations(page, COLOURS);
    }

    private static List<String> violations(Page page, Map<String, Object> rules) {
        if (page.evaluate("typeof axe") instanceof String there && there.equals("undefined")) {
            page.evaluate(AXE);
        }
        return page.evaluate(VIOLATIONS, rules) instanceof List<?> found
                ? found.stream().map(String::valueOf).toList()
                : List.of("axe did not answer");
    }

    private static String axe() {
        try (InputStream in = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
