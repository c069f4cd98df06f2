#include "app/runs/session_model.h"

#include "app/runs/run_overlay.h"
#include "app/runs/state_text.h"
#include "core/training/series.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/sign.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace dalescope {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

QString percent(double error) {
    return std::isfinite(error) ? SessionModel::tr("%1 %").arg(error, 0, 'f', 2) : QString();
}

QIcon swatch(const Theme& theme, int i) {
    QPixmap pixmap(14, 14);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.series(i));
    painter.drawRoundedRect(QRectF(1, 1, 12, 12), 3, 3);
    drawSign(painter, signOf(i), {7, 7}, 5, theme.panel, theme.series(i));
    QIcon icon(pixmap);
    icon.addPixmap(pixmap, QIcon::Selected); // the style would tint it
    return icon;
}

} // namespace

double recentTestError(const Journal& journal) {
    const Series& errors = journal.series(SeriesIndex::TestError);
    const std::size_t size = errors.size();
    return size > 0 ? static_cast<double>(errors[size - 1].value) : unknown;
}

double recentTrainError(const Journal& journal) {
    const Series& epochs = journal.series(SeriesIndex::EpochTrainError);
    if (const std::size_t size = epochs.size(); size > 0)
        return static_cast<double>(epochs[size - 1].value);
    const Series& errors = journal.series(SeriesIndex::TrainError);
    const std::size_t size = errors.size(), count = std::min<std::size_t>(size, 200);
    double sum = 0;
    for (std::size_t i = size - count; i < size; ++i)
        sum += static_cast<double>(errors[i].value);
    return count > 0 ? sum / static_cast<double>(count) : unknown;
}

SessionModel::SessionModel(Session& session, QObject* parent)
    : QAbstractTableModel(parent), session_(session) {
    setTheme(Theme::light());
    for (int row = 0; row < rowCount(); ++row)
        follow(row);
    connect(&session, &Session::aboutToAdd, this, [this](int row) { beginInsertRows({}, row, row); });
    connect(&session, &Session::added, this, [this](int row) {
        endInsertRows();
        follow(row);
    });
    connect(&session, &Session::aboutToRemove, this, [this](int row) {
        runAt(row).disconnect(this);
        beginRemoveRows({}, row, row);
    });
    connect(&session, &Session::removed, this, [this] {
        endRemoveRows();
        lookWhichAreDrawn(); // it makes room
    });
    connect(&session, &Session::currentChanged, this, [this] {
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, Name), index(rowCount() - 1, Name), {Qt::FontRole});
        lookWhichAreDrawn();
    });
    connect(&session, &Session::labelChanged, this, [this] { // or which runs are set aside
        Q_EMIT dataChanged(index(0, Shown), index(rowCount() - 1, Shown));
    });
}

void SessionModel::follow(int row) {
    Run& run = runAt(row);
    const auto refresh = [this, &run](int first, int last) {
        const int now = rowOf(run);
        if (now >= 0)
            Q_EMIT dataChanged(index(now, first), index(now, last));
    };
    connect(&run, &Run::labelChanged, this, [refresh] { refresh(Name, Notes); });
    for (const auto changed : {&Run::journalChanged, &Run::statusChanged})
        connect(&run, changed, this, [this, refresh] {
            refresh(State, TestError);
            lookWhichAreDrawn(); // its first curves take a place
        });
}

/// One run may take another's place in the plots.
void SessionModel::lookWhichAreDrawn() {
    const auto drawn = overlaidRuns(session_);
    if (drawn == drawn_ || rowCount() == 0)
        return;
    drawn_ = drawn;
    Q_EMIT dataChanged(index(0, Shown), index(rowCount() - 1, Shown));
}

int SessionModel::rowOf(const Run& run) const {
    const auto& runs = session_.runs();
    const auto found = std::ranges::find_if(runs, [&](const auto& each) { return each.get() == &run; });
    return found == runs.end() ? -1 : static_cast<int>(found - runs.begin());
}

void SessionModel::setTheme(const Theme& theme) {
    theme_ = theme;
    eye_ = themeIcon(QStringLiteral("eye"), theme);
    closedEye_ = themeIcon(QStringLiteral("eye-closed"), theme);
    pin_ = themeIcon(QStringLiteral("pin"), theme);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int SessionModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(session_.runs().size());
}

int SessionModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString SessionModel::text(const Run& run, int column) const {
    const auto journal = run.journal();
    switch (column) {
    case Name:
        return run.label().name;
    case State:
        return stateText(run);
    case Epoch:
        return run.hasProgress() ? QString::number(run.status().epoch, 'f', 2) : QString();
    case TrainError:
        return journal ? percent(recentTrainError(*journal)) : QString();
    case TestError:
        return journal ? percent(recentTestError(*journal)) : QString();
    case Notes:
        return run.label().notes;
    default:
        return {};
    }
}

/// While it is not the current run.
bool SessionModel::isDrawn(const Run& run) const {
    return !session_.isAside(run) && (run.label().pinned || !run.label().hidden) &&
           !isCrowdedOut(session_, run);
}

QVariant SessionModel::picture(const Run& run, int column) const {
    if (column == Name)
        return swatch(theme_, run.label().colour);
    if (column == Shown)
        return isDrawn(run) ? eye_ : closedEye_;
    return column == Pinned && run.label().pinned ? pin_ : QVariant();
}

QString SessionModel::tip(const Run& run, int column) const {
    const RunLabel& label = run.label();
    switch (column) {
    case Shown:
        return session_.isAside(run) ? tr("Not drawn while the lesson plays")
               : isCrowdedOut(session_, run)
                   ? tr("Not drawn: at most %1 runs are drawn together; pin it or hide others")
                         .arg(mostRunsTogether)
               : label.pinned ? tr("Drawn in the plots, as it is pinned")
               : label.hidden ? tr("Drawn in the plots only while it is the current run; click to show it")
                              : tr("Drawn in the plots; click to hide it");
    case Pinned:
        return label.pinned ? tr("Pinned: always drawn in the plots; click to take the pin out")
                            : tr("Click to pin it: it is always drawn in the plots then");
    case Name:
        return tr("%1, seed %2. Press F2 to name it.")
            .arg(label.name)
            .arg(run.document().config().training.seed);
    case TrainError:
        return tr("Training error: mean of the last epoch, or of the last 200 updates");
    case TestError:
        return tr("Test error, as last measured");
    case Notes:
        return label.notes.isEmpty() ? tr("Press F2 to write a note") : label.notes;
    default:
        return {};
    }
}

QVariant SessionModel::data(const QModelIndex& index, int role) const {
    const Run& run = runAt(index.row());
    const RunLabel& label = run.label();
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return text(run, index.column());
    case Qt::DecorationRole:
        return picture(run, index.column());
    case Qt::ToolTipRole:
        return tip(run, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == Shown    ? (isDrawn(run) ? tr("shown") : tr("hidden"))
               : index.column() == Pinned ? (label.pinned ? tr("pinned") : tr("not pinned"))
                                          : text(run, index.column());
    case Qt::TextAlignmentRole:
        return index.column() >= Epoch && index.column() <= TestError ? int(Qt::AlignRight | Qt::AlignVCenter)
                                                                      : int(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::FontRole:
        return index.column() == Name && &run == &session_.current()
                   ? QVariant(Theme::font(theme_.metrics.textPx, true))
                   : QVariant();
    case Qt::ForegroundRole:
        if (index.column() == State &&
            (run.status().diverged || run.status().state == RunStatus::State::Failed))
            return theme_.error;
        return index.column() == State && run.isRunning() ? QVariant(theme_.good) : QVariant();
    default:
        return {};
    }
}

QVariant SessionModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical)
        return {};
    const QString names[] = {tr("Run"),   tr("Shown"), tr("Pinned"), tr("State"),
                             tr("Epoch"), tr("Train"), tr("Test"),   tr("Notes")};
    if (role == Qt::DisplayRole) // the two columns of pictures are narrow
        return section == Shown || section == Pinned ? QString() : names[section];
    if (role == Qt::AccessibleTextRole)
        return names[section];
    if (role == Qt::ToolTipRole)
        return section == TrainError  ? tr("Training error")
               : section == TestError ? tr("Test error")
                                      : names[section];
    return {};
}

Qt::ItemFlags SessionModel::flags(const QModelIndex& index) const {
    const bool editable = index.column() == Name || index.column() == Notes;
    return QAbstractTableModel::flags(index) | (editable ? Qt::ItemIsEditable : Qt::NoItemFlags);
}

bool SessionModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable))
        return false;
    Run& run = runAt(index.row());
    const QString text = value.toString().trimmed();
    RunLabel label = run.label();
    if (index.column() == Name && text.isEmpty())
        return false;
    (index.column() == Name ? label.name : label.notes) = text;
    session_.relabel(run, label,
                     index.column() == Name ? tr("Name %1").arg(text)
                                            : tr("Note on %1").arg(run.label().name));
    return true;
}

void SessionModel::toggle(const QModelIndex& index) {
    if (!index.isValid() || (index.column() != Shown && index.column() != Pinned))
        return;
    Run& run = runAt(index.row());
    RunLabel label = run.label();
    const QString name = label.name;
    if (index.column() == Pinned) {
        label.pinned = !label.pinned;
        session_.relabel(run, label, label.pinned ? tr("Pin %1").arg(name) : tr("Unpin %1").arg(name));
    } else {
        label.hidden = !label.hidden;
        session_.relabel(run, label, label.hidden ? tr("Hide %1").arg(name) : tr("Show %1").arg(name));
    }
}

} // namespace dalescope
