#include "widgets/experiments/result_model.h"

#include <cmath>

namespace dalescope {

namespace {

QString meanAndSd(const MeanSd& sample) {
    if (sample.count == 0)
        return {};
    const QString mean = QString::number(sample.mean, 'f', 3);
    return std::isfinite(sample.sd) ? mean + QStringLiteral(" \u00b1 ") + QString::number(sample.sd, 'f', 3)
                                    : mean;
}

QString seedsText(const ResultGroup& group) {
    QStringList parts = {QString::number(group.runs.size() - group.diverged())};
    if (group.diverged() > 0)
        parts << ResultModel::tr("%1 diverged").arg(group.diverged());
    if (group.unfinished > 0)
        parts << ResultModel::tr("%1 to come").arg(group.unfinished);
    return parts.join(QStringLiteral(", "));
}

QString differenceOf(const MeanSd& measured, const MeanSd& published) {
    if (measured.count == 0 || published.count == 0)
        return {};
    const auto difference = welchDifference(measured, published);
    const auto number = [](double x) {
        return (x < 0 ? QStringLiteral("\u2212") : QStringLiteral("+")) +
               QString::number(std::abs(x), 'f', 3);
    };
    QString text = number(difference.mean);
    if (std::isfinite(difference.low))
        text += QStringLiteral(" [%1, %2]").arg(number(difference.low), number(difference.high));
    return text;
}

QString verdictOf(Verdict verdict) {
    switch (verdict) {
    case Verdict::Within1Sd:
        return QStringLiteral("\u2713 ") + ResultModel::tr("within 1 sd");
    case Verdict::Within2Sd:
        return QStringLiteral("\u2713 ") + ResultModel::tr("within 2 sd");
    case Verdict::Outside:
        return QStringLiteral("\u2717 ") + ResultModel::tr("outside");
    case Verdict::None:
        break;
    }
    return {};
}

ErrorSpread spreadOf(const ResultGroup& group, double RunSummary::*error, const MeanSd& published) {
    ErrorSpread spread{{}, published};
    for (const auto& [seed, run] : group.runs)
        if (!run.diverged && std::isfinite(run.*error))
            spread.seeds.append(run.*error);
    return spread;
}

} // namespace

QString modelName(const ResultGroup& group) {
    const QString label = QString::fromStdString(group.label);
    const int inhibitory = group.published ? group.published->inhibitory : -1;
    return inhibitory > 0 ? ResultModel::tr("%1, %2 inhibitory").arg(label).arg(inhibitory) : label;
}

ResultModel::ResultModel(QObject* parent) : QAbstractTableModel(parent) {}

void ResultModel::setResults(std::shared_ptr<const ResultTable> results) {
    if (results == results_)
        return;
    beginResetModel();
    results_ = std::move(results);
    endResetModel();
}

void ResultModel::setTheme(const Theme& theme) {
    theme_ = theme;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
}

int ResultModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !results_ ? 0 : static_cast<int>(results_->groups.size());
}

int ResultModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Columns;
}

QVariant ResultModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const ResultGroup& group = results_->groups[static_cast<std::size_t>(index.row())];
    const MeanSd none;
    const MeanSd& train = group.published ? group.published->train : none;
    const MeanSd& test = group.published ? group.published->test : none;
    const int column = index.column();
    if (role == Qt::TextAlignmentRole && column != Model && column != TrainVerdict && column != TestVerdict)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ForegroundRole && (column == TrainVerdict || column == TestVerdict)) {
        const auto verdict = column == TrainVerdict ? judge(group.train(), train) : judge(group.test(), test);
        return verdict == Verdict::Outside ? theme_.error : theme_.good;
    }
    if (role == SpreadRole && (column == TrainSpread || column == TestSpread))
        return QVariant::fromValue(column == TrainSpread ? spreadOf(group, &RunSummary::trainError, train)
                                                         : spreadOf(group, &RunSummary::testError, test));
    if (role == SortRole)
        return sortKey(group, column);
    if (role == Qt::ToolTipRole && column == Model && group.published)
        return tr("%1, %2: %3")
            .arg(QString::fromLatin1(group.published->table), QString::fromLatin1(group.published->title),
                 QString::fromLatin1(group.published->model));
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Model:
        return modelName(group);
    case Seeds:
        return seedsText(group);
    case Train:
        return meanAndSd(group.train());
    case PublishedTrain:
        return meanAndSd(train);
    case TrainVerdict:
        return verdictOf(judge(group.train(), train));
    case Test:
        return meanAndSd(group.test());
    case PublishedTest:
        return meanAndSd(test);
    case Difference:
        return differenceOf(group.test(), test);
    case TestVerdict:
        return verdictOf(judge(group.test(), test));
    default:
        return {};
    }
}

QVariant ResultModel::sortKey(const ResultGroup& group, int column) {
    const auto meanOf = [](const MeanSd& sample) {
        return sample.count > 0 ? QVariant(sample.mean) : QVariant();
    };
    const MeanSd none;
    const MeanSd& train = group.published ? group.published->train : none;
    const MeanSd& test = group.published ? group.published->test : none;
    switch (column) {
    case Model:
        return modelName(group);
    case Seeds:
        return static_cast<qulonglong>(group.runs.size());
    case Train:
    case TrainSpread:
        return meanOf(group.train());
    case PublishedTrain:
        return meanOf(train);
    case TrainVerdict:
        return static_cast<int>(judge(group.train(), train));
    case Test:
    case TestSpread:
        return meanOf(group.test());
    case PublishedTest:
        return meanOf(test);
    case Difference:
        return group.test().count > 0 && test.count > 0 ? QVariant(group.test().mean - test.mean)
                                                        : QVariant();
    default:
        return static_cast<int>(judge(group.test(), test));
    }
}

QVariant ResultModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    const std::pair<QString, QString> titles[Columns] = {
        {tr("Model"), tr("As the paper names it, or as the sweep does")},
        {tr("Seeds"), tr("Runs behind the mean")},
        {tr("Train error %"), tr("Mean and sample standard deviation of the last epoch's training error")},
        {tr("published"), tr("The paper's training error")},
        {tr("verdict"), tr("Distance of the two means in published standard deviations")},
        {tr("train spread"), tr("Each seed as a dot on the published mean with one and two deviations")},
        {tr("Test error %"), tr("Mean and sample standard deviation of the last test error")},
        {tr("published"), tr("The paper's test error")},
        {tr("difference [95 %]"), tr("Measured less published test error, with Welch's 95 % interval")},
        {tr("verdict"), tr("Distance of the two means in published standard deviations")},
        {tr("test spread"), tr("Each seed as a dot on the published mean with one and two deviations")}};
    return role == Qt::DisplayRole   ? titles[section].first
           : role == Qt::ToolTipRole ? titles[section].second
                                     : QVariant();
}

} // namespace dalescope
