package io.gatehouse.fleet.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures that come in as they should, with things in them, and as none at all. */
class PicturesTest {

    private static final int RED = 0xff0000;
    private static final int BLUE = 0x0000ff;

    /** Red on the left, blue on the right. */
    private static BufferedImage halves(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, x < width / 2 ? RED : BLUE);
            }
        }
        return image;
    }

    private static byte[] encoded(BufferedImage image, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    /** With a segment as cameras write it: how it was held, where it was, and by whom. */
    private static byte[] fromCamera(BufferedImage image, int turn) {
        byte[] exif = ByteBuffer.allocate(64)
                .put("Exif\0\0MM\0*\0\0\0\10".getBytes(StandardCharsets.ISO_8859_1))
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) turn)
                .putShort((short) 0)
                .putInt(0)
                .put("GPS 31.2304N".getBytes(StandardCharsets.ISO_8859_1))
                .array();
        byte[] plain = encoded(image, "jpg");
        return ByteBuffer.allocate(plain.length + exif.length + 4)
                .put(plain, 0, 2)
                .putShort((short) 0xffe1)
                .putShort((short) (exif.length + 2))
                .put(exif)
                .put(plain, 2, plain.length - 2)
                .array();
    }

    private static Picture clean(Taken taken) {
        assertThat(taken).isInstanceOf(Taken.Clean.class);
        return ((Taken.Clean) taken).picture();
    }

    private static BufferedImage shown(Picture picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(picture.bytes()));
    }

    private static String text(Picture picture) {
        return new String(picture.bytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void where_a_photo_was_taken_is_not_kept_and_it_stands_upright() throws IOException {
        byte[] photo = fromCamera(halves(80, 40), 6);
        assertThat(new String(photo, StandardCharsets.ISO_8859_1)).contains("GPS");

        Picture kept = clean(Pictures.photo(photo));

        assertThat(text(kept)).doesNotContain("GPS", "Exif");
        assertThat(kept.media()).isEqualTo("image/jpeg");
        // held on its side it lay; upright the left half is the upper one
        assertThat(kept.width()).isEqualTo(40);
        assertThat(kept.height()).isEqualTo(80);
        assertThat(shown(kept).getRGB(20, 10) & 0xff0000).isGreaterThan(0xc00000);
        assertThat(shown(kept).getRGB(20, 70) & 0xff).isGreaterThan(0xc0);
    }

    @Test
    void what_hides_behind_a_picture_is_not_kept() {
        byte[] plan = encoded(halves(60, 60), "png");
        byte[] more = Arrays.copyOf(plan, plan.length + 20);
        System.arraycopy("<script>alert</script".getBytes(StandardCharsets.US_ASCII), 0, more, plan.length, 20);

        Picture kept = clean(Pictures.plan(more));

        assertThat(kept.media()).isEqualTo("image/png");
        assertThat(text(kept)).doesNotContain("script");
    }

    @Test
    void a_large_photo_becomes_small_and_a_transparent_one_stands_on_white() throws IOException {
        BufferedImage clear = new BufferedImage(3000, 1500, BufferedImage.TYPE_INT_ARGB);

        Picture kept = clean(Pictures.photo(encoded(clear, "png")));

        assertThat(kept.width()).isEqualTo(2048);
        assertThat(kept.height()).isEqualTo(1024);
        assertThat(shown(kept).getRGB(9, 9) & 0xffffff).isGreaterThan(0xf0f0f0);
    }

    @Test
    void a_small_file_that_is_a_very_large_picture_is_refused_before_it_is_decoded() {
        byte[] bomb = encoded(new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_BINARY), "png");
        // the width stands behind the signature and the head's name
        ByteBuffer.wrap(bomb).putInt(16, 60_000).putInt(20, 60_000);

        assertThat(Pictures.plan(bomb)).isEqualTo(new Taken.Refused(Taken.Why.TOO_MANY_PIXELS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "GIF89a", "RIFF1234WEBPVP8 ", "%PDF-1.7", "<html><body>", "<svg", "<svg/>", "not a picture"})
    void what_is_no_picture_is_refused_whatever_it_is_called(String bytes) {
        assertThat(Pictures.plan(bytes.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Taken.Refused(Taken.Why.NO_PICTURE));
        assertThat(Pictures.photo(bytes.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Taken.Refused(Taken.Why.NO_PICTURE));
    }

    @Test
    void a_damaged_picture_and_one_that_is_too_large_are_refused() {
        byte[] whole = encoded(halves(60, 60), "png");

        assertThat(Pictures.plan(Arrays.copyOf(whole, 40))).isEqualTo(new Taken.Refused(Taken.Why.NO_PICTURE));
        assertThat(Pictures.plan(new byte[Pictures.MOST_BYTES + 1])).isEqualTo(new Taken.Refused(Taken.Why.TOO_LARGE));
    }

    @Test
    void a_drawing_keeps_what_draws_and_nothing_that_acts_or_fetches() {
        Picture kept = clean(Pictures.plan("""
                <?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://example.com/svg11.dtd">
                <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 400 200"
                    onload="steal()"><style>.wall { stroke: black }</style><style>@import url(http://example.com/a.css);</style>
                  <script>steal()</script><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">page</p></foreignObject>
                  <g id="a"><path class="wall" d="M0 0H400" onclick="steal()"/><text x="4" y="9">大堂 &lt;1F&gt;</text></g>
                  <use xlink:href="#a"/><image href="http://example.com/x.png"/><image href="data:image/png;base64,iVBORw0KGgo="/>
                  <a xlink:href="javascript:steal()"><rect width="1" height="1"/></a>
                  <rect width="9" height="9" fill="url(#g)"/><rect width="9" height="9" style="fill:url(//example.com/f)"/>
                  <animate attributeName="href" to="javascript:steal()"/></svg>
                """.getBytes(StandardCharsets.UTF_8)));
        String drawing = new String(kept.bytes(), StandardCharsets.UTF_8);

        assertThat(kept.width()).isEqualTo(1000);
        assertThat(kept.height()).isEqualTo(500);
        assertThat(drawing)
                .contains("M0 0H400", "大堂 &lt;1F&gt;", "href=\"#a\"", "data:image/png", "url(#g)", "stroke: black")
                .doesNotContain(
                        "steal", "script", "example.com", "foreignObject", "onload", "@import", "<a ", "DOCTYPE");
        assertThat(kept.removed()).isEqualTo(9);
    }

    @Test
    void a_drawing_with_entities_is_refused_as_no_picture() {
        String bomb = "<!DOCTYPE svg [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
                + "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><text>&b;</text></svg>";

        assertThat(Pictures.plan(bomb.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Taken.Refused(Taken.Why.NO_PICTURE));
    }

    @Test
    void a_drawing_without_a_size_is_told_so() {
        String drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100%\"><path d=\"M0 0\"/></svg>";

        assertThat(Pictures.plan(drawing.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Taken.Refused(Taken.Why.NO_SIZE));
    }
}
