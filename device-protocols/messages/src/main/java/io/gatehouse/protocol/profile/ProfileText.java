package io.gatehouse.protocol.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A profile's text as a tree of JSON that remembers its lines. Only what JSON knows is taken from YAML: {@code no} is a
 * text, tags mean nothing, and a tree that does not end (an alias to itself) is refused.
 */
final class ProfileText {

    private static final int MOST_CHARACTERS = 64 * 1024;
    private static final int MOST_NODES = 10_000;
    private static final int DEEPEST = 12;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,15})?");

    private final Map<String, Integer> lines = new HashMap<>();
    private final List<ProfileFault> faults = new ArrayList<>();
    private JsonNode tree = JsonNodeFactory.instance.objectNode();
    private int nodes;

    private ProfileText() {}

    static ProfileText of(JsonNode tree) {
        ProfileText text = new ProfileText();
        text.tree = tree;
        return text;
    }

    static ProfileText read(String yaml) {
        ProfileText text = new ProfileText();
        if (yaml.length() > MOST_CHARACTERS) {
            text.fault(
                    "", "the profile has " + yaml.length() + " characters; at most " + MOST_CHARACTERS + " are taken");
            return text;
        }
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
            text.tree = text.convert(root, "", 0);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            text.faults.add(new ProfileFault(line, "", "this is no YAML: " + e.getProblem()));
        } catch (YAMLException e) {
            text.fault("", "this is no YAML: " + e.getMessage());
        }
        return text;
    }

    JsonNode tree() {
        return tree;
    }

    List<ProfileFault> faults() {
        return faults;
    }

    /** The line of the path, or of the nearest thing around it that has one; 0 without lines. */
    int line(String at) {
        String path = at;
        while (!lines.containsKey(path) && !path.isEmpty()) {
            path = path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
        }
        return lines.getOrDefault(path, 0);
    }

    private void fault(String at, String message) {
        faults.add(new ProfileFault(line(at), at, message));
    }

    private JsonNode convert(@Nullable Node node, String at, int depth) {
        if (node == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        lines.put(at, node.getStartMark().getLine() + 1);
        if (depth > DEEPEST || ++nodes > MOST_NODES) {
            if (faults.isEmpty()) {
                fault(at, "this goes on too far; a profile has at most " + DEEPEST + " levels");
            }
            return JsonNodeFactory.instance.nullNode();
        }
        if (node instanceof MappingNode mapping) {
            return object(mapping, at, depth);
        } else if (node instanceof SequenceNode sequence) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            for (Node one : sequence.getValue()) {
                list.add(convert(one, at + "[" + list.size() + "]", depth + 1));
            }
            return list;
        }
        return scalar((ScalarNode) node);
    }

    private ObjectNode object(MappingNode mapping, String at, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (NodeTuple pair : mapping.getValue()) {
            String key = pair.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            String path = at.isEmpty() ? key : at + "." + key;
            if (object.has(key)) {
                lines.put(path, pair.getKeyNode().getStartMark().getLine() + 1);
                fault(path, "this stands twice; keep one of them");
            }
            object.set(key, convert(pair.getValueNode(), path, depth + 1));
        }
        return object;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String value = scalar.getValue();
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
            return json.textNode(value);
        }
        if (NUMBER.matcher(value).matches()) {
            return value.contains(".")
                    ? json.numberNode(Double.parseDouble(value))
                    : json.numberNode(Long.parseLong(value));
        }
        return switch (value) {
            case "true" -> json.booleanNode(true);
            case "false" -> json.booleanNode(false);
            case "", "~", "null" -> json.nullNode();
            default -> json.textNode(value);
        };
    }
}
