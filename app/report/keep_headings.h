// Headings of a printed document that would stand alone at the foot of a page.
#pragma once

#include <QMarginsF>

#include <memory>

class QPaintDevice;
class QTextBlock;
class QTextDocument;

namespace dalescope {

/// Millimetres of paper that QTextDocument::print() takes where a page has no margins; the document leaves
/// two centimetres itself. Paper that has them is laid out here as it is printed.
inline constexpr QMarginsF printMargins(2, 2, 2, 2);

/// A copy of `document` with the pages that QTextDocument::print() makes of it on `paper`.
std::unique_ptr<QTextDocument> laidOut(QTextDocument& document, QPaintDevice& paper);
/// On which of them its first line stands: a block that is moved to the next one begins at the foot of the
/// last.
int pageOf(const QTextDocument& laidOut, const QTextBlock& block);

/// Puts headings that would be parted from what they are of on the next page, with it. `document` will be
/// printed on `paper`.
void keepHeadings(QTextDocument& document, QPaintDevice& paper);

} // namespace dalescope
