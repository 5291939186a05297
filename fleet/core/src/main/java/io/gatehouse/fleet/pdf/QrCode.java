package io.gatehouse.fleet.pdf;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A text as a QR code (ISO/IEC 18004), which survives the loss of 15 % of itself. Immutable. */
public final class QrCode {

    /** Modules that stay white around it. */
    static final int QUIET = 4;

    private final ByteMatrix matrix;

    private QrCode(ByteMatrix matrix) {
        this.matrix = matrix;
    }

    /** @throws IllegalArgumentException when the text is too long for any QR code */
    public static QrCode of(String text) {
        try {
            return new QrCode(
                    Encoder.encode(text, ErrorCorrectionLevel.M, Map.of(EncodeHintType.CHARACTER_SET, "UTF-8"))
                            .getMatrix());
        } catch (WriterException e) {
            throw new IllegalArgumentException("too long for a QR code: " + text.length() + " characters", e);
        }
    }

    /** One line of zeros and ones for each row, without the quiet zone around it; for pages that draw it themselves. */
    public List<String> rows() {
        return IntStream.range(0, matrix.getHeight())
                .mapToObj(row -> IntStream.range(0, matrix.getWidth())
                        .mapToObj(column -> isDark(column, row) ? "1" : "0")
                        .collect(Collectors.joining()))
                .toList();
    }

    int size() {
        return matrix.getWidth();
    }

    boolean isDark(int column, int row) {
        return matrix.get(column, row) == 1;
    }
}
