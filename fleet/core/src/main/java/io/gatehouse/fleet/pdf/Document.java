package io.gatehouse.fleet.pdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.GregorianCalendar;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** A document that is being drawn, page after page. {@link #bytes} ends it; close it whether or not it came to that. */
public final class Document implements AutoCloseable {

    private static final String FONT = "noto-sans-sc.ttf";

    private final PDDocument pdf = new PDDocument();
    private final List<Pen> pens = new ArrayList<>();
    private final Letters letters;

    private Document(String title, Instant made) throws IOException {
        PDDocumentInformation about = pdf.getDocumentInformation();
        about.setTitle(title);
        about.setCreator("Gatehouse");
        about.setCreationDate(GregorianCalendar.from(made.atZone(ZoneOffset.UTC)));
        try (InputStream font = Document.class.getResourceAsStream(FONT)) {
            if (font == null) {
                throw new IllegalStateException("the font is missing: " + FONT);
            }
            this.letters = new Letters(PDType0Font.load(pdf, font, true));
        }
    }

    /** @param made the time that the document says it was made at */
    public static Document titled(String title, Instant made) {
        try {
            return new Document(title, made);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new page, and what draws on it. */
    public Pen page(Paper paper) {
        PDPage page = new PDPage(new PDRectangle(Paper.points(paper.width()), Paper.points(paper.height())));
        pdf.addPage(page);
        try {
            Pen pen = new Pen(pdf, new PDPageContentStream(pdf, page), letters, paper);
            pens.add(pen);
            return pen;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int pages() {
        return pens.size();
    }

    /** What draws on a page that was begun before; pages count from 0. */
    public Pen pen(int page) {
        return pens.get(page);
    }

    /** The whole file. Nothing can be drawn after it. */
    public byte[] bytes() {
        try (ByteArrayOutputStream file = new ByteArrayOutputStream()) {
            for (Pen pen : pens) {
                pen.lift();
            }
            pdf.save(file);
            return file.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            pdf.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
