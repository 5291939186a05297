package io.gatehouse.fleet.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.Binarizer;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.gatehouse.identity.ShortCode;
import io.gatehouse.launch.Surroundings;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was printed is what a phone reads: pages are rendered as a printer would, and every code on them is decoded. */
class LabelSheetTest {

    private static final String FLEET = "https://fleet.example:8443";
    /** Of a thermal printer, and of the coarsest office printer. */
    private static final int ROLL_DOTS_PER_INCH = 203;

    private static final int SHEET_DOTS_PER_INCH = 300;

    private static List<LabelSheet.Face> faces(int count) {
        SecureRandom random = alwaysTheSame();
        return IntStream.range(0, count)
                .mapToObj(i -> new LabelSheet.Face(
                        ShortCode.make(random),
                        i % 2 == 0 ? "1号楼东门读卡器（" + i + "）喆堃" : "Tower 1, second floor, east door, reader " + i,
                        i % 3 == 0 ? null : "1号楼 · 2层 · 东门",
                        i % 5 == 0 ? null : "SN-2026-00" + i))
                .toList();
    }

    private static SecureRandom alwaysTheSame() {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(7);
            return random;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] drawn(List<LabelSheet.Face> faces, LabelStock stock, int skip) {
        return LabelSheet.draw(
                faces,
                new LabelSheet.Print(stock, FLEET, skip),
                Surroundings.ofSystem().clock());
    }

    private static int dots(LabelStock stock) {
        return stock.perPage() == 1 ? ROLL_DOTS_PER_INCH : SHEET_DOTS_PER_INCH;
    }

    /** As a phone does: one label after the other. */
    private static List<String> read(byte[] pdf, LabelStock stock, int count) throws IOException {
        List<String> read = new ArrayList<>();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFRenderer renderer = new PDFRenderer(document);
            for (int page = 0; page < document.getNumberOfPages(); page++) {
                BufferedImage print = renderer.renderImageWithDPI(page, dots(stock));
                for (int place = 0; place < stock.perPage() && read.size() < count; place++) {
                    read.add(decoded(label(print, stock, place)));
                }
            }
        }
        return read;
    }

    private static BufferedImage label(BufferedImage print, LabelStock stock, int place) {
        double dots = dots(stock) / 25.4;
        int x = (int) (stock.x(place) * dots);
        int y = (int) (stock.y(place) * dots);
        return print.getSubimage(
                x,
                y,
                Math.min((int) (stock.width() * dots), print.getWidth() - x),
                Math.min((int) (stock.height() * dots), print.getHeight() - y));
    }

    /** A phone looks more than once, and in more than one way. */
    private static String decoded(BufferedImage label) {
        int[] pixels = label.getRGB(0, 0, label.getWidth(), label.getHeight(), null, 0, label.getWidth());
        LuminanceSource light = new RGBLuminanceSource(label.getWidth(), label.getHeight(), pixels);
        for (Binarizer look : List.of(new HybridBinarizer(light), new GlobalHistogramBinarizer(light))) {
            try {
                return new QRCodeReader()
                        .decode(new BinaryBitmap(look), Map.of(DecodeHintType.TRY_HARDER, true))
                        .getText();
            } catch (ReaderException e) {
                // the next look
            }
        }
        return "not read";
    }

    @ParameterizedTest
    @EnumSource(LabelStock.class)
    void every_code_on_every_kind_of_paper_is_read_by_a_decoder(LabelStock stock) throws IOException {
        List<LabelSheet.Face> faces = faces(stock.perPage() == 1 ? 3 : stock.perPage() + 1);

        List<String> read = read(drawn(faces, stock, 0), stock, faces.size());

        assertThat(read)
                .containsExactlyElementsOf(faces.stream()
                        .map(face -> FLEET + "/c/" + face.code().text())
                        .toList());
    }

    @Test
    void chinese_and_latin_names_and_the_code_for_typing_stand_beside_it() throws IOException {
        List<LabelSheet.Face> faces = faces(2);
        byte[] pdf = drawn(faces, LabelStock.A4_70X37, 0);

        String text;
        try (PDDocument document = Loader.loadPDF(pdf)) {
            text = new PDFTextStripper().getText(document).replaceAll("\\s", "");
        }

        assertThat(text).contains("1号楼东门读卡器", "喆堃", "Tower1,secondfloor");
        assertThat(text)
                .contains(
                        faces.get(0).code().shown().substring(0, 6),
                        faces.get(0).code().shown().substring(6));
        System.out.println("label sheet: 2 labels with Chinese names in " + pdf.length + " bytes");
        assertThat(pdf.length).isLessThan(100_000);
    }

    @Test
    void a_sheet_that_was_begun_is_used_up() throws IOException {
        byte[] whole = drawn(faces(24), LabelStock.A4_70X37, 0);
        byte[] begun = drawn(faces(24), LabelStock.A4_70X37, 1);

        try (PDDocument one = Loader.loadPDF(whole);
                PDDocument two = Loader.loadPDF(begun)) {
            assertThat(one.getNumberOfPages()).isEqualTo(1);
            assertThat(two.getNumberOfPages()).isEqualTo(2);
        }
    }

    @Test
    void a_character_that_the_font_lacks_becomes_a_square_and_no_failure() {
        LabelSheet.Face face = new LabelSheet.Face(
                ShortCode.make(Surroundings.ofSystem().random()), "𠮷\uD83D\uDE00\u0007 ab", null, null);

        assertThat(drawn(List.of(face), LabelStock.ROLL_50X30, 0)).isNotEmpty();
    }
}
