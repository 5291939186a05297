package io.gatehouse.fleet.pdf;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

/** A picture as it is printed: small, and as JPEG. Belongs to one thread. */
public final class Picture {

    /** Enough for a third of a page at 150 dots an inch. */
    private static final int MOST_DOTS = 480;

    /** Whoever claims more wants the memory rather than a picture. */
    private static final long MOST_SOURCE_DOTS = 50_000_000;

    private static final float QUALITY = 0.8f;

    private final BufferedImage image;

    private Picture(BufferedImage image) {
        this.image = image;
    }

    /** Reads JPEG or PNG; nothing when it is something else, damaged, or far too large. */
    public static Optional<Picture> read(byte[] bytes) {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            var readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                return (long) reader.getWidth(0) * reader.getHeight(0) > MOST_SOURCE_DOTS
                        ? Optional.empty()
                        : Optional.of(new Picture(small(reader.read(0))));
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // what guards' phones send may be damaged: the report says so in its place
            return Optional.empty();
        }
    }

    private static BufferedImage small(BufferedImage whole) {
        double scale = Math.min(1, (double) MOST_DOTS / Math.max(whole.getWidth(), whole.getHeight()));
        int width = Math.max(1, (int) Math.round(whole.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(whole.getHeight() * scale));
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = small.createGraphics();
        brush.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        brush.drawImage(whole, 0, 0, width, height, null);
        brush.dispose();
        return small;
    }

    double width() {
        return image.getWidth();
    }

    double height() {
        return image.getHeight();
    }

    PDImageXObject in(PDDocument pdf) throws IOException {
        return JPEGFactory.createFromImage(pdf, image, QUALITY);
    }
}
