import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

/**
 * {@code java -cp 'LIB/*' Mappings.java INTERFACE}: puts the classes beside a server's settings that their library would
 * otherwise make anew at each start, where no class-data archive can take them; run while a distribution is packed.
 * Without an interface it does nothing.
 */
class Mappings {

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0 || arguments[0].isBlank()) {
            return;
        }
        Class<?> settings = Class.forName(arguments[0]);
        URI place = settings.getProtectionDomain().getCodeSource().getLocation().toURI();
        Method made = Class.forName("io.smallrye.config.ConfigMappingLoader")
                .getMethod("getConfigMappingsMetadata", Class.class);
        try (FileSystem jar = FileSystems.newFileSystem(Path.of(place))) {
            for (Object one : (List<?>) made.invoke(null, settings)) {
                write(one, jar, jar.getPath(fileOf(settings.getName())));
            }
        }
    }

    /** @param beside whose time the new file gets, so that the same sources give the same jar */
    private static void write(Object metadata, FileSystem jar, Path beside) throws ReflectiveOperationException, IOException {
        Class<?> type = Class.forName("io.smallrye.config.ConfigMappingMetadata");
        String name = (String) type.getMethod("getClassName").invoke(metadata);
        byte[] bytes = (byte[]) type.getMethod("getClassBytes").invoke(metadata);
        Path file = jar.getPath(fileOf(name));
        FileTime time = Files.getLastModifiedTime(beside);
        // settings of another module lie in a folder that this jar may not have
        Path folder = file.getParent();
        if (Files.notExists(folder)) {
            Files.createDirectories(folder);
            Files.setLastModifiedTime(folder, time);
        }
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, time);
    }

    private static String fileOf(String className) {
        return className.replace('.', '/') + ".class";
    }
}
