import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Writes the list of licences of what a distribution contains from its bill of materials (CycloneDX, XML), and refuses
 * what may not be in it: {@code java Licences.java BOM LIST}. A component with several licences is taken under any that
 * is allowed.
 */
public final class Licences {

    /** As they stand in bills of materials: SPDX ids, and names that some projects still write. */
    private static final List<String> ALLOWED = List.of(
            "Apache", "MIT", "BSD", "EPL", "Eclipse", "MPL", "Mozilla", "EDL", "CC0", "Public Domain", "PostgreSQL", "Unicode",
            "ICU", "LGPL-2.1", "GNU Lesser", "Bouncy Castle", "ISC", "OFL", "GPL-2.0-with-classpath-exception", "CDDL",
            "0BSD", "Go License", "The PostgreSQL License");
    /** Whatever stands beside them. */
    private static final List<String> REFUSED =
            List.of("AGPL", "Affero", "BUSL", "Business Source", "FSL", "Functional Source", "SSPL", "Server Side", "Commons Clause", "Elastic");
    /** The code of these is under a licence that their poms do not name. */
    private static final Set<String> KNOWN = Set.of();

    private Licences() {}

    public static void main(String[] arguments) throws Exception {
        TreeMap<String, String> lines = new TreeMap<>();
        TreeSet<String> bad = new TreeSet<>();
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Element bom = factory.newDocumentBuilder().parse(Path.of(arguments[0]).toFile()).getDocumentElement();
        for (Element component : children(child(bom, "components"), "component")) {
            String name = text(component, "group") + ":" + text(component, "name");
            if (name.startsWith("io.gatehouse:")) {
                continue;
            }
            List<String> licences = licences(component);
            lines.put(name, name + " " + text(component, "version") + "  " + String.join(" or ", licences));
            if (!isAllowed(name, licences)) {
                bad.add(lines.get(name));
            }
        }
        write(Path.of(arguments[1]), lines);
        if (lines.isEmpty() || !bad.isEmpty()) {
            System.err.println(lines.isEmpty() ? "the bill of materials is empty" : "licences that may not be in it:");
            bad.forEach(System.err::println);
            System.exit(1);
        }
        System.out.println("licences: " + lines.size() + " components, all of them allowed");
    }

    private static void write(Path list, TreeMap<String, String> lines) throws IOException {
        List<String> all = new ArrayList<>();
        all.add("What this distribution contains beside its own code, and under which licence. The font of printed pages is a");
        all.add("part of Noto Sans SC (SIL Open Font License 1.1); vendored scripts of the pages name theirs beside them.");
        all.add("");
        all.addAll(lines.values());
        Files.write(list, all);
    }

    private static boolean isAllowed(String name, List<String> licences) {
        boolean refused = !licences.isEmpty() && licences.stream().allMatch(one -> has(REFUSED, one));
        return !refused && (KNOWN.contains(name) || licences.stream().anyMatch(one -> has(ALLOWED, one) && !has(REFUSED, one)));
    }

    private static boolean has(List<String> words, String licence) {
        return words.stream().anyMatch(word -> licence.toLowerCase(java.util.Locale.ROOT).contains(word.toLowerCase(java.util.Locale.ROOT)));
    }

    private static List<String> licences(Element component) {
        List<String> found = new ArrayList<>();
        Element all = child(component, "licenses");
        if (all == null) {
            return found;
        }
        for (Element licence : children(all, "license")) {
            String id = text(licence, "id");
            found.add(id.isEmpty() ? text(licence, "name") : id);
        }
        for (Element expression : children(all, "expression")) {
            found.addAll(List.of(expression.getTextContent().strip().split(" OR ")));
        }
        return found;
    }

    private static Element child(Element of, String name) {
        List<Element> found = children(of, name);
        return found.isEmpty() ? null : found.get(0);
    }

    private static List<Element> children(Element of, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = of == null ? null : of.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    private static String text(Element of, String name) {
        Element found = child(of, name);
        return found == null ? "" : found.getTextContent().strip();
    }
}
