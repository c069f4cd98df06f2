#include "app/report/keep_headings.h"

#include <QAbstractTextDocumentLayout>
#include <QGuiApplication>
#include <QPaintDevice>
#include <QScreen>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextFrame>

namespace dalescope {

namespace {

void breakBefore(const QTextBlock& block) {
    QTextBlockFormat format;
    format.setPageBreakPolicy(QTextFormat::PageBreak_AlwaysBefore);
    QTextCursor(block).mergeBlockFormat(format);
}

} // namespace

int pageOf(const QTextDocument& laidOut, const QTextBlock& block) {
    double top = laidOut.documentLayout()->blockBoundingRect(block).top();
    if (block.layout()->lineCount() > 0)
        top += block.layout()->lineAt(0).y();
    return static_cast<int>(top / laidOut.pageSize().height());
}

std::unique_ptr<QTextDocument> laidOut(QTextDocument& document, QPaintDevice& paper) {
    std::unique_ptr<QTextDocument> copy(document.clone(&document)); // which has its pictures
    copy->documentLayout()->setPaintDevice(&paper);
    QTextFrameFormat margins = copy->rootFrame()->frameFormat();
    // Two centimetres, in pixels of the screen, from which a layout scales to its device.
    margins.setMargin(static_cast<int>(2 / 2.54 * QGuiApplication::primaryScreen()->logicalDotsPerInchY()));
    copy->rootFrame()->setFrameFormat(margins);
    copy->setPageSize(QSizeF(paper.width(), paper.height()));
    return copy;
}

void keepHeadings(QTextDocument& document, QPaintDevice& paper) {
    const auto copy = laidOut(document, paper);
    for (QTextBlock block = copy->begin(); block.isValid();) {
        const QTextBlock first = block;
        while (block.isValid() && block.blockFormat().headingLevel() > 0)
            block = block.next(); // a run's name, and what comes first of it
        if (block == first) {
            block = block.next();
        } else if (block.isValid() && pageOf(*copy, block) != pageOf(*copy, first)) {
            breakBefore(first);
            breakBefore(document.findBlockByNumber(first.blockNumber()));
        }
    }
}

} // namespace dalescope
