#include "widgets/experiments/run_list_model.h"

#include <QDataStream>
#include <QIcon>
#include <QMimeData>
#include <QPainter>

#include <cmath>

namespace dalescope {

namespace {

constexpr auto mimeType = "application/x-dalescope-runs";

QString percent(double x) {
    return std::isfinite(x) ? QString::number(x, 'f', 2) : QString();
}

} // namespace

QIcon curveSwatch(const Theme& theme, int i) {
    constexpr int ratio = 2, width = 26, height = 14;
    QPixmap pixmap(width * ratio, height * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.series(i), 2.2, Theme::dash(i), Qt::FlatCap));
    painter.drawLine(QLineF(1, height / 2.0, width - 1, height / 2.0));
    painter.end();
    QIcon icon(pixmap);
    icon.addPixmap(pixmap, QIcon::Selected);
    return icon;
}

RunListModel::RunListModel(QObject* parent) : QAbstractTableModel(parent) {}

void RunListModel::setSweep(std::shared_ptr<const SweepOutline> outline) {
    beginResetModel();
    outline_ = std::move(outline);
    snapshot_.reset();
    places_.clear();
    held_.clear();
    endResetModel();
    setTheme(theme_);
}

void RunListModel::setSnapshot(std::shared_ptr<const SweepSnapshot> snapshot) {
    snapshot_ = std::move(snapshot);
    refresh();
}

void RunListModel::setQueue(const QList<int>& queue, const QList<int>& held) {
    places_.clear();
    for (int place = 0; place < queue.size(); ++place)
        places_[queue[place]] = place + 1;
    held_ = held;
    refresh();
}

void RunListModel::setTheme(const Theme& theme) {
    theme_ = theme;
    swatches_.clear();
    for (int i = 0; outline_ && i < static_cast<int>(outline_->names.size()); ++i)
        swatches_.append(i < 5 * Theme::seriesColours ? curveSwatch(theme, i) : QIcon());
    refresh();
}

void RunListModel::refresh() {
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int RunListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !outline_ ? 0 : static_cast<int>(outline_->sweep.runs().size());
}

int RunListModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : queueColumn() + 1;
}

const RunFacts* RunListModel::facts(int run) const {
    return snapshot_ ? &snapshot_->runs[static_cast<std::size_t>(run)] : nullptr;
}

QString RunListModel::stateText(int run) const {
    const RunFacts* now = facts(run);
    if (!now)
        return {};
    const QString at = tr("%1 %").arg(static_cast<int>(now->progress * 100));
    switch (now->status.state) {
    case RunState::Waiting:
        return held_.contains(run) ? tr("held") : tr("waiting");
    case RunState::Running:
        return tr("running, %1").arg(at);
    case RunState::Interrupted:
        return held_.contains(run) ? tr("held at %1").arg(at) : tr("interrupted at %1").arg(at);
    case RunState::Done:
        return tr("done");
    case RunState::Diverged:
        return tr("diverged");
    case RunState::Failed:
        break;
    }
    return tr("failed: %1").arg(QString::fromStdString(now->status.sentence));
}

QString RunListModel::stateTip(int run) const {
    const RunFacts* now = facts(run);
    if (!now)
        return {};
    QString tip = stateText(run);
    if (now->status.state == RunState::Running)
        tip += tr(" by %1").arg(QString::fromStdString(now->status.sentence));
    if (now->update > 0)
        tip += tr("\n%L1 updates, epoch %2").arg(now->update).arg(now->epoch, 0, 'f', 2);
    return tip;
}

QString RunListModel::text(int run, int column) const {
    const auto& planned = outline_->sweep.runs()[static_cast<std::size_t>(run)];
    const std::size_t configuration = outline_->configurationOf[static_cast<std::size_t>(run)];
    if (column == 0)
        return QString::fromStdString(planned.label);
    if (column <= settings())
        return QString::fromStdString(
            outline_->settings[static_cast<std::size_t>(column - 1)].texts[configuration]);
    if (column == seedColumn())
        return QString::number(planned.seed);
    if (column == stateColumn())
        return stateText(run);
    const RunFacts* now = facts(run);
    if (column == trainColumn())
        return now ? percent(now->trainError) : QString();
    if (column == testColumn())
        return now ? percent(now->testError) : QString();
    return places_.contains(run) ? QString::number(places_[run]) : QString();
}

// Values that are missing come last.
QVariant RunListModel::sortValue(int run, int column) const {
    constexpr double last = 1e300;
    const auto number = [&](double x) { return QVariant(std::isfinite(x) ? x : last); };
    const auto& planned = outline_->sweep.runs()[static_cast<std::size_t>(run)];
    const std::size_t configuration = outline_->configurationOf[static_cast<std::size_t>(run)];
    const RunFacts* now = facts(run);
    if (column == seedColumn())
        return static_cast<double>(planned.seed);
    if (column == trainColumn() || column == testColumn())
        return number(!now ? last : column == trainColumn() ? now->trainError : now->testError);
    if (column == queueColumn())
        return places_.value(run, rowCount() + 1);
    if (column == stateColumn())
        return now ? static_cast<int>(now->status.state) + now->progress / 2 : 0.0;
    if (column > 0 && column <= settings()) {
        const auto& setting = outline_->settings[static_cast<std::size_t>(column - 1)];
        const bool numeric = std::ranges::any_of(setting.numbers, [](double x) { return std::isfinite(x); });
        if (numeric)
            return number(setting.numbers[configuration]);
    }
    return text(run, column);
}

QVariant RunListModel::colour(int run, int column) const {
    const RunFacts* now = facts(run);
    if (!now || column != stateColumn())
        return {};
    switch (now->status.state) {
    case RunState::Failed:
        return theme_.error;
    case RunState::Diverged:
        return theme_.warning;
    case RunState::Running:
        return theme_.accent;
    case RunState::Done:
        return theme_.good;
    default:
        return theme_.mutedText;
    }
}

QVariant RunListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const int run = index.row(), column = index.column();
    const std::size_t configuration = outline_->configurationOf[static_cast<std::size_t>(run)];
    switch (role) {
    case Qt::DisplayRole:
        return text(run, column);
    case SortRole:
        return sortValue(run, column);
    case FilterRole: {
        QStringList words;
        for (int c = 0; c < queueColumn(); ++c)
            words << headerData(c, Qt::Horizontal, Qt::DisplayRole).toString() << text(run, c);
        return words.join(u' ');
    }
    case ProgressRole:
        if (const RunFacts* now = facts(run); now && column == stateColumn() && !now->status.isOver())
            return now->progress;
        return {};
    case Qt::DecorationRole:
        return column == 0 ? QVariant(swatches_.value(static_cast<int>(configuration))) : QVariant();
    case Qt::ForegroundRole:
        return colour(run, column);
    case Qt::ToolTipRole:
        return column == stateColumn() ? stateTip(run)
               : column == 0           ? QString::fromStdString(outline_->names[configuration])
                                       : QString();
    case Qt::TextAlignmentRole: {
        const bool words = column == 0 || column == stateColumn();
        return QVariant::fromValue((words ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    }
    default:
        return {};
    }
}

QVariant RunListModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section != 0 && section != stateColumn())
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (section > 0 && section <= settings()) {
        const auto& setting = outline_->settings[static_cast<std::size_t>(section - 1)];
        return role == Qt::DisplayRole ? QString::fromStdString(setting.label)
               : role == Qt::ToolTipRole
                   ? tr("%1: sorts by this setting").arg(QString::fromStdString(setting.path))
                   : QVariant();
    }
    const std::pair<QString, QString> titles[] = {
        {tr("Seed"), tr("Of the initial weights and the order of the mini-batches")},
        {tr("State"), tr("How far the run is, by its files alone")},
        {tr("Train %"), tr("Training error in percent: of the last epoch, or so far since the last test")},
        {tr("Test %"), tr("Test error in percent, as last measured; of the held-out part in a search")},
        {tr("Queue"), tr("When it begins: its place among the waiting runs")}};
    const auto& [title, tip] =
        section == 0 ? std::pair{tr("Configuration"), tr("Named as in the sweep, with its curve's line")}
                     : titles[section - seedColumn()];
    return role == Qt::DisplayRole ? title : role == Qt::ToolTipRole ? tip : QVariant();
}

Qt::ItemFlags RunListModel::flags(const QModelIndex& index) const {
    if (!index.isValid())
        return Qt::ItemIsDropEnabled; // between rows
    const auto base = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    return places_.contains(index.row()) ? base | Qt::ItemIsDragEnabled : base;
}

QStringList RunListModel::mimeTypes() const {
    return {QString::fromLatin1(mimeType)};
}

QMimeData* RunListModel::mimeData(const QModelIndexList& indexes) const {
    QList<int> rows;
    for (const auto& index : indexes)
        if (!rows.contains(index.row()))
            rows.append(index.row());
    std::ranges::sort(rows, {}, [this](int run) { return places_.value(run); });
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << rows;
    auto* data = new QMimeData;
    data->setData(QString::fromLatin1(mimeType), bytes);
    return data;
}

// False, so that the view takes no rows away: the queue changes, the list does not.
bool RunListModel::dropMimeData(const QMimeData* data, Qt::DropAction, int row, int,
                                const QModelIndex& parent) {
    QList<int> runs;
    QDataStream stream(data->data(QString::fromLatin1(mimeType)));
    stream >> runs;
    const int before = parent.isValid() ? parent.row() : row;
    if (!runs.isEmpty())
        Q_EMIT moveAsked(runs, before >= 0 && before < rowCount() ? before : -1);
    return false;
}

} // namespace dalescope
