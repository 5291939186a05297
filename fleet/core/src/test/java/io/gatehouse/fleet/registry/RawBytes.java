package io.gatehouse.fleet.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Words as bytes may hold them: in UTF-8 and UTF-16, plain and as digits of hex. */
final class RawBytes {

    private static final List<Charset> CHARSETS =
            List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

    private RawBytes() {}

    static boolean hold(byte[] bytes, String words) {
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        return forms(words).stream().anyMatch(all::contains);
    }

    private static List<String> forms(String words) {
        List<String> forms = new ArrayList<>();
        for (Charset charset : CHARSETS) {
            byte[] encoded = words.getBytes(charset);
            forms.add(new String(encoded, StandardCharsets.ISO_8859_1));
            forms.add(HexFormat.of().formatHex(encoded));
            forms.add(HexFormat.of().withUpperCase().formatHex(encoded));
        }
        return forms;
    }

    /** Files below the folder that hold one of the words; one that goes while it is looked for is gone. */
    static List<String> filesWith(Path folder, List<String> words) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> {
                        byte[] bytes = read(file);
                        return words.stream().anyMatch(word -> hold(bytes, word));
                    })
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException gone) {
            return new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
