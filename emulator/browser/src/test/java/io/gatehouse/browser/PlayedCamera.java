package io.gatehouse.browser;

import io.gatehouse.fleet.pdf.QrCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What the browser's camera sees: a grey wall, or a label held in front of it. A film of a few uncompressed frames
 * (YUV4MPEG2), which Chromium plays again and again and reads anew whenever a page asks for the camera.
 */
final class PlayedCamera {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int FRAMES = 10;
    private static final byte WALL = (byte) 150;
    private static final byte WHITE = (byte) 235;
    private static final byte BLACK = 16;
    private static final byte NO_COLOUR = (byte) 128;
    private static final int QUIET = 4;
    /** How much of the picture's height the code takes. */
    private static final int SIDE = 300;

    private final Path film;

    private PlayedCamera(Path film) {
        this.film = film;
    }

    /** In a folder that is there. */
    static PlayedCamera in(Path folder) throws IOException {
        PlayedCamera camera = new PlayedCamera(folder.resolve("camera.y4m"));
        camera.play(wall());
        return camera;
    }

    /** With which the browser takes it for its camera, and asks nobody whether a page may. */
    String[] flags() {
        return new String[] {
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            "--use-file-for-fake-video-capture=" + film
        };
    }

    void sees(String text) throws IOException {
        List<String> rows = QrCode.of(text).rows();
        byte[] light = wall();
        int modules = rows.size() + 2 * QUIET;
        int module = SIDE / modules;
        int left = (WIDTH - module * modules) / 2;
        int top = (HEIGHT - module * modules) / 2;
        for (int y = 0; y < module * modules; y++) {
            for (int x = 0; x < module * modules; x++) {
                light[(top + y) * WIDTH + left + x] =
                        isDark(rows, y / module - QUIET, x / module - QUIET) ? BLACK : WHITE;
            }
        }
        play(light);
    }

    private static boolean isDark(List<String> rows, int row, int column) {
        return row >= 0
                && column >= 0
                && row < rows.size()
                && column < rows.size()
                && rows.get(row).charAt(column) == '1';
    }

    private static byte[] wall() {
        byte[] light = new byte[WIDTH * HEIGHT];
        Arrays.fill(light, WALL);
        return light;
    }

    private void play(byte[] light) throws IOException {
        byte[] colour = new byte[WIDTH * HEIGHT / 2];
        Arrays.fill(colour, NO_COLOUR);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(
                ("YUV4MPEG2 W" + WIDTH + " H" + HEIGHT + " F10:1 Ip A1:1 C420\n").getBytes(StandardCharsets.US_ASCII));
        for (int frame = 0; frame < FRAMES; frame++) {
            all.writeBytes("FRAME\n".getBytes(StandardCharsets.US_ASCII));
            all.writeBytes(light);
            all.writeBytes(colour);
        }
        Files.write(film, all.toByteArray());
    }
}
