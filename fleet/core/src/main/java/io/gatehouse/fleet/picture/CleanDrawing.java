package io.gatehouse.fleet.picture;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/**
 * A drawing (SVG 1.1) written anew with what draws, and nothing else: no scripts, no pages in it, no animation, nothing that
 * is fetched from elsewhere, no entities. What is not known to be harmless is left out with all that is in it, and counted.
 */
final class CleanDrawing {

    private static final int MOST_ELEMENTS = 100_000;
    private static final int MOST_DEPTH = 100;

    private final XMLStreamReader in;
    private final XMLStreamWriter out;
    private int depth;
    private int elements;
    private int removed;

    private CleanDrawing(XMLStreamReader in, XMLStreamWriter out) {
        this.in = in;
        this.out = out;
    }

    static Taken of(byte[] bytes) {
        try {
            XMLInputFactory inputs = XMLInputFactory.newDefaultFactory();
            inputs.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            inputs.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            inputs.setProperty(XMLInputFactory.IS_COALESCING, true);
            XMLStreamReader in = inputs.createXMLStreamReader(new ByteArrayInputStream(bytes));
            StringWriter text = new StringWriter();
            XMLStreamWriter out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            CleanDrawing drawing = new CleanDrawing(in, out);
            Optional<DrawingSize> size = drawing.copy();
            out.close();
            return size.<Taken>map(found -> new Taken.Clean(new Picture(
                            Picture.SVG,
                            found.width(),
                            found.height(),
                            text.toString().getBytes(StandardCharsets.UTF_8),
                            drawing.removed)))
                    .orElseGet(() -> new Taken.Refused(Taken.Why.NO_SIZE));
        } catch (XMLStreamException | RuntimeException e) {
            // no XML, no drawing, or an entity, which none is needed to draw
            return new Taken.Refused(Taken.Why.NO_PICTURE);
        }
    }

    private Optional<DrawingSize> copy() throws XMLStreamException {
        while (in.next() != XMLStreamConstants.START_ELEMENT) {
            // what stands before the drawing says nothing about it
        }
        if (!in.getLocalName().equals("svg") || !DrawingParts.isDrawn(in.getNamespaceURI(), "svg")) {
            throw new XMLStreamException("no drawing");
        }
        Optional<DrawingSize> size = DrawingSize.of(in);
        if (size.isEmpty()) {
            return size;
        }
        out.writeStartElement("svg");
        out.writeDefaultNamespace(DrawingParts.NAMESPACE);
        attributes();
        depth = 1;
        while (depth > 0) {
            step(in.next());
        }
        return size;
    }

    private void step(int what) throws XMLStreamException {
        switch (what) {
            case XMLStreamConstants.START_ELEMENT -> start();
            case XMLStreamConstants.END_ELEMENT -> {
                out.writeEndElement();
                depth--;
            }
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                out.writeCharacters(in.getText());
            case XMLStreamConstants.ENTITY_REFERENCE -> throw new XMLStreamException("an entity");
            default -> {
                // comments and instructions draw nothing
            }
        }
    }

    private void start() throws XMLStreamException {
        elements++;
        if (elements > MOST_ELEMENTS || depth >= MOST_DEPTH) {
            throw new XMLStreamException("more than a drawing of a floor has");
        }
        String name = in.getLocalName();
        if (!DrawingParts.isDrawn(in.getNamespaceURI(), name)) {
            skip();
            return;
        }
        if (name.equals("style")) {
            style();
            return;
        }
        out.writeStartElement(name);
        attributes();
        depth++;
    }

    /** Styles are kept when nothing in them is fetched or hidden. */
    private void style() throws XMLStreamException {
        String text = in.getElementText();
        if (DrawingParts.isPlain(text)) {
            out.writeStartElement("style");
            out.writeCharacters(text);
            out.writeEndElement();
        } else {
            removed++;
        }
    }

    /** Leaves out the element that has just begun. */
    private void skip() throws XMLStreamException {
        // what drawing programs keep for themselves is no loss to anybody
        if (DrawingParts.NAMESPACE.equals(in.getNamespaceURI())
                && !in.getLocalName().equals("metadata")) {
            removed++;
        }
        int open = 1;
        while (open > 0) {
            int what = in.next();
            if (what == XMLStreamConstants.START_ELEMENT) {
                open++;
            } else if (what == XMLStreamConstants.END_ELEMENT) {
                open--;
            }
        }
    }

    private void attributes() throws XMLStreamException {
        for (int i = 0; i < in.getAttributeCount(); i++) {
            String name = in.getAttributeLocalName(i);
            String value = in.getAttributeValue(i);
            String namespace = in.getAttributeNamespace(i);
            boolean own = namespace == null || namespace.isEmpty() || namespace.equals(DrawingParts.LINKS);
            if (!own) {
                continue;
            }
            if (DrawingParts.isKept(in.getLocalName(), name, value)) {
                out.writeAttribute(name, value);
            } else {
                removed++;
            }
        }
    }
}
