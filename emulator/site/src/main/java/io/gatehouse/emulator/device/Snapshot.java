package io.gatehouse.emulator.device;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** What an emulated camera sees: a door in a wall, with its name above. */
final class Snapshot {

    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;

    private Snapshot() {}

    /** A small JPEG in base64. */
    static String of(String camera) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        pen.setColor(new Color(0x9a, 0xa5, 0xad));
        pen.fillRect(0, 0, WIDTH, HEIGHT);
        pen.setColor(new Color(0x4b, 0x36, 0x21));
        // a shade of its own for each camera, so that two of them are told apart
        pen.fillRect(110 + Math.floorMod(camera.hashCode(), 60), 50, 70, 130);
        pen.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "jpg", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
