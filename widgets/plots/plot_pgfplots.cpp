// A plot as a LaTeX document that draws it with pgfplots.
#include "widgets/plots/marks_layer.h"
#include "widgets/plots/plot_text.h"

#include <QTextStream>

#include <cmath>

namespace dalescope {

namespace {

constexpr std::size_t mostPoints = 5000;

QString escaped(const QString& text) {
    QString out;
    for (const QChar c : text) {
        if (QStringLiteral("%&#_${}").contains(c))
            out += QLatin1Char('\\') + QString(c);
        else if (c == QLatin1Char('\\'))
            out += QStringLiteral("\\textbackslash{}");
        else if (c == QLatin1Char('^') || c == QLatin1Char('~'))
            out += QStringLiteral("\\%1{}").arg(c);
        else
            out += c;
    }
    return out;
}

QString number(double value) {
    return std::isfinite(value) ? QString::number(value, 'g', 7) : QStringLiteral("nan");
}

QString dashOf(Qt::PenStyle dash) {
    switch (dash) {
    case Qt::DashLine:
        return QStringLiteral("dashed");
    case Qt::DotLine:
        return QStringLiteral("dotted");
    case Qt::DashDotLine:
        return QStringLiteral("dash dot");
    case Qt::DashDotDotLine:
        return QStringLiteral("dash dot dot");
    default:
        return QStringLiteral("solid");
    }
}

/// Eight of them along the line.
QString signOn(const CurveSpec& spec, std::size_t samples) {
    constexpr const char* marks[] = {"o", "square", "triangle", "diamond"};
    if (spec.sign == 0)
        return {};
    return QStringLiteral(", mark=%1, mark size=1.5pt, mark repeat=%2, mark options={solid, fill=white}")
        .arg(QLatin1String(marks[(spec.sign - 1) % 4]))
        .arg(std::max<std::size_t>(1, std::min(samples, mostPoints) / 8));
}

class Document {
public:
    Document(const PlotSource& source, Medium medium)
        : source_(source), size_(sizeOf(medium)), stream_(&text_) {}

    QByteArray write() {
        begin();
        for (std::size_t i = 0; i < source_.spec.curves.size(); ++i)
            if (!source_.view.hidden.contains(QString::fromStdString(source_.spec.curves[i].series)))
                curve(static_cast<int>(i), source_.spec.curves[i]);
        if (source_.spec.reference)
            stream_ << "\\draw[gray, dashed, line width=" << number(size_.linePoints * 0.6)
                    << "pt] ({rel axis cs:0,0}|-"
                    << "{axis cs:" << number(firstX_) << ',' << number(source_.spec.reference->y)
                    << "}) -- ({rel axis cs:1,0}|-{axis cs:" << number(firstX_) << ','
                    << number(source_.spec.reference->y) << "});\n";
        marks();
        stream_ << "\\end{axis}\n\\end{tikzpicture}\n\\end{document}\n";
        stream_.flush();
        return text_.toUtf8();
    }

private:
    void begin() {
        const PlotView& view = source_.view;
        stream_ << "% " << source_.spec.title << ", drawn by Dalescope. Compile with pdflatex or lualatex.\n"
                << "\\documentclass[border=1pt]{standalone}\n\\usepackage[utf8]{inputenc}\n\\usepackage{"
                   "pgfplots}\n"
                << "\\pgfplotsset{compat=1.16}\n\\usepgfplotslibrary{fillbetween}\n";
        for (const CurveSpec& c : source_.spec.curves)
            stream_ << "\\definecolor{series" << c.colour << "}{HTML}{"
                    << Theme::light().series(c.colour).name().mid(1).toUpper() << "}\n";
        stream_ << "\\begin{document}\n\\fontsize{" << number(size_.textPoints) << "}{"
                << number(size_.textPoints * 1.2) << "}\\selectfont\n\\begin{tikzpicture}\n\\begin{axis}[\n"
                << "    width=" << number(size_.millimetres.width())
                << "mm, height=" << number(size_.millimetres.height()) << "mm,\n"
                << "    xlabel={" << xLabel() << "}, ylabel={" << escaped(source_.spec.yLabel) << "},\n"
                << "    xmode=" << (view.logX ? "log" : "normal")
                << ", ymode=" << (view.logY ? "log" : "normal") << ", unbounded coords=jump,\n";
        if (source_.x)
            stream_ << "    xmin=" << number(source_.x->lower) << ", xmax=" << number(source_.x->upper)
                    << ",\n";
        if (source_.y)
            stream_ << "    ymin=" << number(source_.y->lower) << ", ymax=" << number(source_.y->upper)
                    << ",\n";
        else if (source_.spec.yFromZero && !view.logY)
            stream_ << "    ymin=0,\n";
        stream_ << "    axis lines*=left, scaled ticks=false, enlarge x limits=false,\n"
                << "    grid=major, grid style={black!8}, line width=" << number(size_.linePoints * 0.6)
                << "pt,\n"
                << "    every axis plot/.append style={line width=" << number(size_.linePoints)
                << "pt, line join=round, no marks},\n"
                << "    legend cell align=left, legend columns=2,\n"
                << "    legend style={draw=none, fill=none, at={(1,1.02)}, anchor=south east}]\n";
    }

    QString xLabel() const {
        switch (source_.view.xAxis) {
        case XAxis::Epochs:
            return QStringLiteral("epoch");
        case XAxis::Seconds:
            return QStringLiteral("training time (s)");
        case XAxis::Updates:
            break;
        }
        return QStringLiteral("update");
    }

    void curve(int index, const CurveSpec& spec) {
        const auto& journal = spec.journal ? spec.journal : source_.journal;
        const Series* series = journal->find(spec.series);
        if (!series || series->size() == 0)
            return;
        CurveData data(journal, *series);
        const bool smooth = spec.reduce == CurveSpec::Reduce::RunningMean && source_.view.smoothing > 1;
        data.setWindow(smooth ? source_.view.smoothing : 1);
        data.advance(series->size());
        const QString colour = QStringLiteral("series%1").arg(spec.colour);
        if (smooth && spec.rawBehind) {
            stream_ << "% " << spec.fullLabel() << ": raw samples\n\\addplot[" << colour
                    << "!25, forget plot, line width=" << number(size_.linePoints * 0.5) << "pt]";
            table(data, data.raw());
        }
        band(index, spec, colour, smooth);
        stream_ << "% " << spec.fullLabel() << (smooth ? ": running mean of " : "");
        if (smooth)
            stream_ << source_.view.smoothing << " updates";
        stream_ << "\n\\addplot[" << colour << ", " << dashOf(spec.dash) << ", line width="
                << number(size_.linePoints * (spec.quiet     ? 0.5
                                              : spec.journal ? 0.7
                                                             : spec.weight))
                << "pt" << (spec.quiet ? ", forget plot, opacity=0.5" : "")
                << (spec.dots && data.size() < 60 ? ", mark=*, mark size=1.2pt, mark options=solid" : "")
                << signOn(spec, data.size()) << ']';
        table(data, data.shown());
        if (!spec.quiet)
            stream_ << "\\addlegendentry{" << escaped(spec.fullLabel()) << "}\n";
        if (index == 0 || firstX_ <= 0)
            firstX_ = data.x(data.size() - 1, source_.view.xAxis);
    }

    /// The area between two series, behind the curve.
    void band(int index, const CurveSpec& spec, const QString& colour, bool smooth) {
        const Series* low = spec.low.empty() ? nullptr : source_.journal->find(spec.low);
        const Series* high = spec.high.empty() ? nullptr : source_.journal->find(spec.high);
        if (!low || !high || low->size() == 0 || high->size() == 0)
            return;
        stream_ << "% " << spec.label << ": band\n";
        for (const auto& [series, edge] : {std::pair{low, "low"}, std::pair{high, "high"}}) {
            CurveData data(source_.journal, *series);
            data.setWindow(smooth ? source_.view.smoothing : 1);
            data.advance(series->size());
            stream_ << "\\addplot[draw=none, forget plot, name path=" << edge << index << ']';
            table(data, data.shown());
        }
        stream_ << "\\addplot[" << colour << ", opacity=0.16, forget plot] fill between[of=low" << index
                << " and high" << index << "];\n";
    }

    void table(const CurveData& data, const MinMaxPyramid& values) {
        const XAxis axis = source_.view.xAxis;
        const bool log = source_.view.logX;
        std::size_t first = log ? data.firstAfter(0, axis) : 0, last = data.size();
        if (source_.x) {
            first = std::max(first, data.firstAt(source_.x->lower, axis));
            last = data.firstAfter(source_.x->upper, axis);
        }
        QVector<QPointF> points;
        const bool thin = last > first + mostPoints;
        if (thin)
            points = thinned(data, values,
                             {axis, data.x(first, axis), data.x(last - 1, axis), mostPoints / 4, log});
        else
            for (std::size_t i = first; i < last; ++i)
                points.append({data.x(i, axis), static_cast<double>(values[i])});
        stream_ << " table {\n";
        if (thin)
            stream_ << "% thinned from " << last - first
                    << " points to the smallest and largest of each stretch; all "
                    << "of them are in the CSV export\n";
        stream_ << "x y\n";
        for (const QPointF& p : points)
            stream_ << number(p.x()) << ' ' << number(p.y()) << '\n';
        stream_ << "};\n";
    }

    void marks() {
        for (std::size_t i = 0; i < source_.journal->marks(); ++i) {
            const JournalMark& mark = source_.journal->mark(i);
            const double x = xOfUpdate(*source_.journal, mark.update, source_.view.xAxis);
            if ((source_.view.logX && x <= 0) || (source_.x && !source_.x->contains(x)))
                continue;
            const double y = source_.view.logY || !source_.spec.reference ? 1 : source_.spec.reference->y;
            const QString at = QStringLiteral("{axis cs:%1,%2}").arg(number(x), number(y));
            stream_ << "\\draw[gray, dotted] (" << at << "|-{rel axis cs:0,0}) -- (" << at
                    << "|-{rel axis cs:0,1}) node[anchor=north west, font=\\tiny] {" << escaped(labelOf(mark))
                    << "};\n";
        }
    }

    const PlotSource& source_;
    MediumSize size_;
    QString text_;
    QTextStream stream_;
    double firstX_ = 0; ///< any x of the plot, where a place needs one
};

} // namespace

QByteArray pgfplotsText(const PlotSource& source, Medium medium) {
    return Document(source, medium).write();
}

} // namespace dalescope
