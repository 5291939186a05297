package io.gatehouse.fleet.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/** Pictures of pixels, decoded and encoded by the Java platform's own codecs. */
final class Raster {

    private Raster() {}

    record Size(int width, int height) {

        boolean exceeds(int side, int pixels) {
            return width > side || height > side || (long) width * height > pixels;
        }
    }

    /** What reads a picture that is open. */
    @FunctionalInterface
    private interface Reading<T> {
        @Nullable
        T from(ImageReader reader) throws IOException;
    }

    /** As its head says, before anything is decoded: a small file may be a very large picture. */
    static Optional<Size> size(byte[] bytes, Format format) {
        return reading(bytes, format, reader -> {
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            return width > 0 && height > 0 ? new Size(width, height) : null;
        });
    }

    /** Nothing when it is damaged. */
    static Optional<BufferedImage> read(byte[] bytes, Format format) {
        return reading(bytes, format, reader -> reader.read(0));
    }

    private static <T> Optional<T> reading(byte[] bytes, Format format, Reading<T> reading) {
        Iterator<ImageReader> readers =
                ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT));
        ImageReader reader = readers.next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            // what is told about the picture beside its pixels is not even read: it may be packed a thousandfold
            reader.setInput(in, true, true);
            return Optional.ofNullable(reading.from(reader));
        } catch (IOException | RuntimeException e) {
            // the platform's codecs answer damaged pictures with exceptions of many kinds
            return Optional.empty();
        } finally {
            reader.dispose();
        }
    }

    static byte[] png(BufferedImage image) {
        return written(image, ImageIO.getImageWritersByFormatName("png").next(), 1f);
    }

    static byte[] jpeg(BufferedImage image, float quality) {
        return written(image, ImageIO.getImageWritersByFormatName("jpeg").next(), quality);
    }

    private static byte[] written(BufferedImage image, ImageWriter writer, float quality) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            if (quality < 1) {
                how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                how.setCompressionQuality(quality);
            }
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("a picture in memory cannot be written", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
