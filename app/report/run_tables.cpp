#include "app/report/run_tables.h"

#include "core/common/text.h"
#include "core/settings/field.h"
#include "core/settings/layer_kinds.h"
#include "core/training/series.h"
#include "widgets/theme/sign.h"
#include "widgets/theme/theme.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace dalescope {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("dalescope::SessionReport", text);
}

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8).toHtmlEscaped();
}

QString cells(const QStringList& contents, const char* tag = "td") {
    QString html;
    for (const QString& content : contents)
        html += QStringLiteral("<%1>%2</%1>").arg(QLatin1String(tag), content);
    return html;
}

QString row(const QStringList& contents, const char* tag = "td") {
    return QStringLiteral("<tr>%1</tr>\n").arg(cells(contents, tag));
}

QString table(const QStringList& head, const QString& rows) {
    return QStringLiteral("<table>\n") + (head.isEmpty() ? QString() : row(head, "th")) + rows +
           QLatin1String("</table>\n");
}

QString percent(float value) {
    return QLocale().toString(static_cast<double>(value), 'f', 2) + QStringLiteral(" %");
}

QString last(const Journal& journal, SeriesIndex::Run which) {
    const Series& series = journal.series(which);
    return series.size() > 0 ? percent(series[series.size() - 1].value) : QStringLiteral("\u2013");
}

QString lowest(const Journal& journal, SeriesIndex::Run which) {
    const Series& series = journal.series(which);
    if (series.size() == 0)
        return QStringLiteral("\u2013");
    std::size_t best = 0;
    for (std::size_t i = 1; i < series.size(); ++i)
        if (series[i].value < series[best].value)
            best = i;
    const std::int64_t update = journal.tick(static_cast<std::size_t>(series[best].row)).update;
    return tr("%1 at update %2").arg(percent(series[best].value), text(grouped(update)));
}

} // namespace

QString errorsTable(const Session& session) {
    QString rows;
    for (const auto& run : session.runs()) {
        const auto journal = run->journal();
        const QString colour = Theme::light().series(run->label().colour).name();
        QStringList cells{
            QStringLiteral("<span style=\"color:%1\">\u25a0%3</span> %2")
                .arg(colour, run->label().name.toHtmlEscaped(), textOfSign(signOf(run->label().colour))),
            text(grouped(run->status().update)), QLocale().toString(run->status().epoch, 'f', 2)};
        if (journal)
            cells << last(*journal, SeriesIndex::EpochTrainError) << last(*journal, SeriesIndex::TestError)
                  << lowest(*journal, SeriesIndex::TestError);
        rows += row(cells);
    }
    return table({tr("Run"), tr("Updates"), tr("Epochs"), tr("Training error"), tr("Test error"),
                  tr("Lowest test error")},
                 rows);
}

QString layersTable(const Config& config) {
    QString rows;
    for (std::size_t l = 0; l < config.layers.size(); ++l) {
        const LayerConfig& layer = config.layers[l];
        QStringList others;
        const LayerConfig usual;
        for (const auto& field : layerFields())
            if (field.path != "kind" && field.path != "units" && field.path != "inhibitory" &&
                appliesTo(field, layer.kind) && field.get(layer) != field.get(usual))
                others << text(field.label + ": " + valueText(field.get(layer)));
        rows += row({text(layerNumber(config.layers, static_cast<std::ptrdiff_t>(l))),
                     text(layerKind(layer.kind).label),
                     layerKind(layer.kind).weights ? QString::number(layer.units) : QString(),
                     layerKind(layer.kind).inhibited ? text(layer.inhibitory.text()) : QString(),
                     others.join(QStringLiteral(", "))});
    }
    return table({tr("Layer"), tr("Kind"), tr("Units"), tr("Inhibitory"), tr("Other")}, rows);
}

namespace {

/// Whether its label is its unit already: "Epochs".
bool isUnit(const Field<Config>& field) {
    return QString::fromStdString(field.label)
               .compare(QString::fromStdString(field.unit), Qt::CaseInsensitive) == 0;
}

/// Settings that a reader asks for, whatever they are.
constexpr std::string_view essential[] = {"data.name", "training.learning_rate", "training.batch_size",
                                          "training.seed", "learning.correction"};

/// Rows from cells, the second half of them beside the first.
QString inTwoColumns(const QStringList& parts) {
    QString rows;
    const qsizetype half = (parts.size() + 1) / 2;
    for (qsizetype i = 0; i < half; ++i)
        rows += QStringLiteral("<tr>%1%2</tr>\n").arg(parts[i], parts.value(i + half));
    return rows;
}

} // namespace

QString settingsTable(const Config& config) {
    const Config usual;
    QStringList own, others;
    for (const auto& field : configFields()) {
        const Value value = field.get(config);
        if (value == Value(std::string()))
            continue; // nothing is named
        const bool isZero = value == Value(std::int64_t(0)) || value == Value(0.0);
        const QString shown =
            text(isZero && !field.zero.empty()         ? field.zero
                 : field.unit.empty() || isUnit(field) ? valueText(value)
                                                       : valueText(value) + " " + field.unit);
        const bool isTold =
            value != field.get(usual) || std::ranges::find(essential, field.path) != std::end(essential);
        (isTold ? own : others) << cells(
            {text(field.label), shown,
             QStringLiteral("<span class=\"quiet\">%1</span>").arg(text(field.path))});
    }
    return table({}, inTwoColumns(own)) + QStringLiteral("<details><summary>%1</summary>\n%2</details>\n")
                                              .arg(tr("As by default"), table({}, inTwoColumns(others)));
}

QString marksTable(const Run& run) {
    const auto journal = run.journal();
    QString rows;
    for (std::size_t i = 0; journal && i < journal->marks(); ++i)
        rows += row({text(grouped(journal->mark(i).update)), text(journal->mark(i).text)});
    return rows.isEmpty() ? rows
                          : QStringLiteral("<h3>%1</h3>\n").arg(tr("What happened on the way")) +
                                table({tr("Update"), QString()}, rows);
}

} // namespace dalescope
