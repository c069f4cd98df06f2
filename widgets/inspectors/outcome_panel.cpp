#include "widgets/inspectors/outcome_panel.h"

#include "widgets/inspectors/heat_drawing.h"
#include "widgets/inspectors/mistake_gallery.h"
#include "widgets/plots/chart_words.h"
#include "widgets/plots/drawing_button.h"
#include "widgets/plots/help_button.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QSplitter>
#include <QStyledItemDelegate>
#include <QTableWidget>
#include <QVBoxLayout>

#include <cmath>
#include <limits>

namespace dalescope {

namespace {

constexpr Index mostExamples = 10000;
constexpr Index examplesATime = 64; // a millisecond of the paper's network
constexpr double shades = 32;
constexpr int mistakesStay = 3000; // milliseconds: nobody could look at mistakes that come and go faster

/// A number on its colour, thirty times a second: what a style does for a cell takes twice as long.
class CountDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        if (option.state & (QStyle::State_Selected | QStyle::State_HasFocus))
            return QStyledItemDelegate::paint(painter, option, index);
        const QVariant colour = index.data(Qt::ForegroundRole);
        painter->fillRect(option.rect, qvariant_cast<QBrush>(index.data(Qt::BackgroundRole)));
        painter->setPen(colour.isValid() ? qvariant_cast<QBrush>(colour).color()
                                         : option.palette.color(QPalette::Text));
        painter->drawText(option.rect, Qt::AlignCenter, index.data().toString());
    }
};

} // namespace

OutcomePanel::OutcomePanel(QWidget* parent)
    : QWidget(parent), title_(new QLabel(this)), table_(new QTableWidget(this)), which_(new QLabel(this)),
      mistakes_(new MistakeModel(this)), gallery_(new QListView(this)),
      heading_(readingStays, [this] { sayError(); }), mistakesShown_(mistakesStay, [this] { filter(); }) {
    title_->setObjectName(QStringLiteral("outcome"));
    title_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    title_->setWordWrap(true); // a window must not grow with what it says
    title_->setToolTip(tr("The error on the test set, or on as much of it as is looked at"));
    table_->setAccessibleName(tr("Confusion matrix"));
    table_->setToolTip(
        tr("Rows: the class; columns: what it was taken for, with the class's error in the last. Choose a "
           "cell to see its mistakes."));
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setTabKeyNavigation(false);
    table_->setShowGrid(false);
    table_->setItemDelegate(new CountDelegate(table_));
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setMinimumSectionSize(30);
    table_->verticalHeader()->setDefaultSectionSize(24);
    gallery_->setModel(mistakes_);
    gallery_->setItemDelegate(new MistakeDelegate(gallery_));
    gallery_->setViewMode(QListView::IconMode);
    gallery_->setResizeMode(QListView::Adjust);
    gallery_->setUniformItemSizes(true);
    gallery_->setMovement(QListView::Static);
    gallery_->setLayoutMode(QListView::Batched); // an untrained network makes ten thousand
    gallery_->setAccessibleName(tr("Mistakes"));
    gallery_->setToolTip(tr("Test examples that are taken for another class, the most confident first"));

    auto* lower = new QWidget;
    auto* lowerColumn = new QVBoxLayout(lower);
    lowerColumn->setContentsMargins(0, 0, 0, 0);
    lowerColumn->addWidget(which_);
    lowerColumn->addWidget(gallery_, 1);
    auto* parts = new QSplitter(Qt::Vertical);
    parts->addWidget(table_);
    parts->addWidget(lower);
    parts->setChildrenCollapsible(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 6);
    auto* save = new DrawingButton(tr("Export confusion matrix"),
                                   {{tr("Confusion matrix"),
                                     QStringLiteral("confusion"),
                                     [this] { return drawing(); },
                                     {Format::Png, Format::Pdf, Format::Svg, Format::Csv}}},
                                   this);
    connect(save, &DrawingButton::exported, this, &OutcomePanel::exported);
    connect(save, &DrawingButton::failed, this, &OutcomePanel::failed);
    auto* top = new QHBoxLayout;
    top->addWidget(title_, 1);
    top->addWidget(save);
    top->addWidget(new HelpButton(*table_, tr("a confusion matrix"), this));
    setHelpTopic(*table_, QStringLiteral("confusion"));
    column->addLayout(top);
    column->addWidget(parts, 1);
    connect(table_, &QTableWidget::itemSelectionChanged, this, &OutcomePanel::filter);
    connect(gallery_, &QListView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT exampleChosen(index.data(MistakeModel::MistakeRole).toUInt());
    });
    display(nullptr);
}

void OutcomePanel::setNetwork(std::shared_ptr<const Network<float>> network, std::int64_t update,
                              std::shared_ptr<const Dataset> dataset) {
    if (!network || !dataset) {
        job_.drop();
        rolling_ = nullptr;
        return display(nullptr);
    }
    if (!rolling_ || rolling_->data() != dataset)
        rolling_ = std::make_shared<RollingOutcome>(dataset, mostExamples);
    job_.start([this, rolling = rolling_, network, update, withMistakes = wantsMistakes()] {
        rolling->setNetwork(network, update);
        const auto result = next(*rolling, update, withMistakes);
        return [this, result] { take(result); };
    });
}

/// At rest those of the first few examples would stay for all.
bool OutcomePanel::wantsMistakes() const {
    return mistakesShown_.isDue() ||
           (result_ && inGallery_ && result_->outcome.examples() >= 4 * inGallery_->outcome.examples());
}

/// Tests a part more.
auto OutcomePanel::next(RollingOutcome& rolling, std::int64_t update, bool withMistakes)
    -> std::shared_ptr<const Result> {
    rolling.advance(examplesATime);
    const bool complete = rolling.left() == 0;
    withMistakes = withMistakes || complete;
    return std::make_shared<const Result>(Result{rolling.outcome(withMistakes), rolling.data(),
                                                 rolling.oldest(), update, complete, withMistakes});
}

void OutcomePanel::take(const std::shared_ptr<const Result>& result) {
    display(result);
    if (!result->complete)
        job_.goOn([this, rolling = rolling_, update = result->newest, withMistakes = wantsMistakes()] {
            const auto more = next(*rolling, update, withMistakes);
            return [this, more] { take(more); };
        });
}

void OutcomePanel::display(std::shared_ptr<const Result> result) {
    const bool atOnce = !result_ || !result || result->complete;
    result_ = std::move(result);
    fillTable();
    atOnce ? heading_.now() : heading_.ask();
    if (!result_ || result_->hasMistakes) {
        inGallery_ = result_;
        mistakesShown_.now();
    }
}

void OutcomePanel::sayError() {
    if (!result_) {
        title_->setText(tr("There is no network yet."));
        return table_->setAccessibleDescription(inWords());
    }
    const QString wrong = tr("%1 % of %L2 test examples are wrong")
                              .arg(result_->outcome.errorRate(), 0, 'f', 2)
                              .arg(result_->outcome.examples());
    QString title = result_->oldest == result_->newest
                        ? tr("%1 after %2").arg(wrong, updatesInWords(result_->newest))
                        : tr("%1, each asked last after %L2 to %L3 updates")
                              .arg(wrong)
                              .arg(result_->oldest)
                              .arg(result_->newest);
    if (const int none = result_->outcome.unanswered.sum(); none > 0)
        title +=
            tr(". For %L1 of them the network's output is not finite: they count as wrong, and as taken for "
               "no class.")
                .arg(none);
    title_->setText(title);
    table_->setAccessibleDescription(inWords());
}

void OutcomePanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        cells_.clear();
        fillTable();
    }
}

/// Thirty times a second, and so only what has changed; the view is told of cells to paint and nothing else.
void OutcomePanel::fillTable() {
    const QSignalBlocker quiet(table_);
    const int classes = result_ ? static_cast<int>(result_->outcome.counts.rows()) : 0;
    if (table_->rowCount() != classes || table_->columnCount() != (classes ? classes + 1 : 0)) {
        table_->setRowCount(classes);
        table_->setColumnCount(classes ? classes + 1 : 0);
        for (int row = 0; row < classes; ++row)
            for (int column = 0; column <= classes; ++column) {
                auto* item = new QTableWidgetItem;
                item->setTextAlignment(Qt::AlignCenter);
                table_->setItem(row, column, item);
            }
        cells_.clear();
        names_.clear();
    }
    if (!result_)
        return;
    QStringList names;
    for (int label = 0; label < classes; ++label)
        names.append(className(*result_->dataset, label));
    if (names != names_) {
        names_ = names;
        cells_.clear();
        table_->setVerticalHeaderLabels(names);
        table_->setHorizontalHeaderLabels(names + QStringList(tr("error")));
        widest_.assign(static_cast<std::size_t>(classes + 1), 0);
    }
    bool wider = false;
    {
        const QSignalBlocker once(table_->model());
        for (int row = 0; row < classes; ++row)
            wider = fillRow(row) || wider;
    }
    if (wider)
        widenColumns();
}

/// No column becomes narrower, as the next number may be as long as one before.
void OutcomePanel::widenColumns() {
    auto* header = table_->horizontalHeader();
    std::vector<int> before;
    for (int column = 0; column < header->count(); ++column)
        before.push_back(header->sectionSize(column));
    const bool first = widths_ != before.size();
    header->resizeSections(QHeaderView::ResizeToContents);
    for (int column = 0; column < header->count() && !first; ++column)
        header->resizeSection(
            column, std::max(before[static_cast<std::size_t>(column)], header->sectionSize(column)));
    widths_ = before.size();
}

/// True where a text has become longer than any in its column before.
bool OutcomePanel::fillRow(int row) {
    const Eigen::MatrixXi& counts = result_->outcome.counts;
    const auto classes = static_cast<int>(counts.rows());
    const int most = std::max(1, (counts - Eigen::MatrixXi(counts.diagonal().asDiagonal())).maxCoeff());
    const Theme theme = Theme::forPalette(palette());
    cells_.resize(static_cast<std::size_t>(classes * classes), {-1, 0});
    bool wider = false;
    const auto paintAgain = [&](int column) { table_->update(table_->model()->index(row, column)); };
    const auto say = [&](QTableWidgetItem& item, const QString& text) {
        auto& widest = widest_[static_cast<std::size_t>(item.column())];
        wider = wider || text.size() > widest;
        widest = std::max(widest, text.size());
        item.setText(text);
        paintAgain(item.column());
    };
    for (int column = 0; column < classes; ++column) {
        const int count = counts(row, column);
        // In steps that are hardly seen: of a share in all of the mistakes each cell changes with every
        // picture.
        const double share =
            row == column ? 0 : std::round(shades * std::sqrt(static_cast<double>(count) / most)) / shades;
        const QColor colour = mixed(theme.panel, theme.inhibitory, 0.75 * share);
        auto& [shownCount, shownColour] = cells_[static_cast<std::size_t>(row * classes + column)];
        auto* item = table_->item(row, column);
        if (shownCount < 0 || shownColour != colour.rgb()) {
            item->setBackground(colour);
            item->setForeground(row == column                         ? theme.mutedText
                                : contrast(theme.text, colour) >= 4.5 ? theme.text
                                                                      : theme.panel);
            shownColour = colour.rgb();
            paintAgain(column);
        }
        if (shownCount != count) {
            say(*item, count == 0 ? QString() : QString::number(count));
            item->setToolTip(row == column
                                 ? tr("%1: %2 right").arg(names_[row]).arg(count)
                                 : tr("%1 taken for %2: %3").arg(names_[row], names_[column]).arg(count));
            shownCount = count;
        }
    }
    const double error = result_->outcome.errorRateOf(row);
    const QString text = std::isnan(error) ? QString() : tr("%1 %").arg(error, 0, 'f', 1);
    auto* item = table_->item(row, classes);
    if (item->text() != text)
        say(*item, text);
    if (item->toolTip().isEmpty())
        item->setToolTip(tr("Error on class %1").arg(names_[row]));
    return wider;
}

/// The error, the most frequent mistake and the worst class.
QString OutcomePanel::inWords() const {
    if (!result_)
        return tr("There is no network yet.");
    Index label = 0, answer = 0;
    Eigen::MatrixXi mistakes = result_->outcome.counts;
    mistakes.diagonal().setZero();
    QString said = title_->text();
    if (mistakes.size() == 0 || mistakes.maxCoeff(&label, &answer) == 0)
        return said;
    said += tr("; most often %1 is taken for %2, %3 times")
                .arg(className(*result_->dataset, label), className(*result_->dataset, answer))
                .arg(mistakes(label, answer));
    int worst = -1;
    for (int row = 0; row < static_cast<int>(mistakes.rows()); ++row)
        if (const double error = result_->outcome.errorRateOf(row);
            !std::isnan(error) && (worst < 0 || error > result_->outcome.errorRateOf(worst)))
            worst = row;
    return said + tr("; the highest error is that of class %1, %2 %")
                      .arg(className(*result_->dataset, worst))
                      .arg(result_->outcome.errorRateOf(worst), 0, 'f', 1);
}

/// The colours are those of the mistakes, as in the table.
Drawing OutcomePanel::drawing() const {
    if (!result_)
        throw Error("the confusion matrix", "there is no network to test yet",
                    "wait until the data are read");
    const QString title = result_->complete ? tr("Mistakes")
                                            : tr("Mistakes, each example as last asked, updates %L1 to %L2")
                                                  .arg(result_->oldest)
                                                  .arg(result_->newest);
    const Matrix<float> counts = result_->outcome.counts.cast<float>();
    Matrix<float> mistakes = counts;
    mistakes.diagonal().setConstant(std::numeric_limits<float>::quiet_NaN());
    QStringList names;
    for (Index label = 0; label < mistakes.rows(); ++label)
        names.append(className(*result_->dataset, label));
    Drawing made = heatDrawing({title, heatPicture(mistakes, HeatScale::Inhibitory, Theme::light()),
                                tr("class"), tr("taken for"), names, names, tr("mistakes"), counts});
    made.csv = [result = result_, names] {
        QByteArray text = "class";
        for (const QString& name : names)
            text += ",\"" + name.toUtf8() + '"';
        text += ",\"no answer\"";
        for (Index row = 0; row < result->outcome.counts.rows(); ++row) {
            text += "\n\"" + names[static_cast<int>(row)].toUtf8() + '"';
            for (Index column = 0; column < result->outcome.counts.cols(); ++column)
                text += ',' + QByteArray::number(result->outcome.counts(row, column));
            text += ',' + QByteArray::number(result->outcome.unanswered(row));
        }
        return text + '\n';
    };
    made.update = result_->newest;
    return made;
}

void OutcomePanel::filter() {
    const int row = table_->currentRow(), column = table_->currentColumn();
    const int classes = inGallery_ ? static_cast<int>(inGallery_->outcome.counts.rows()) : 0;
    const bool one = !table_->selectedItems().isEmpty() && row >= 0 && column < classes && row != column;
    const auto dataset = inGallery_ ? inGallery_->dataset : nullptr;
    // An Outcome that lives as long as its result.
    const auto outcome = inGallery_ ? std::shared_ptr<const Outcome>(inGallery_, &inGallery_->outcome)
                                    : std::shared_ptr<const Outcome>();
    mistakes_->setOutcome(outcome, dataset, one ? std::optional(std::pair(row, column)) : std::nullopt);
    which_->setText(!inGallery_ ? QString()
                    : one       ? tr("%1 taken for %2: %L3")
                                .arg(className(*dataset, row), className(*dataset, column))
                                .arg(mistakes_->rowCount())
                    // Those of a moment ago are of fewer than the heading tells of.
                    : !inGallery_->complete ? tr("Mistakes: %L1").arg(mistakes_->rowCount())
                                            : tr("Mistakes in %L1 examples: %L2")
                                                  .arg(inGallery_->outcome.examples())
                                                  .arg(mistakes_->rowCount()));
    gallery_->setAccessibleDescription(which_->text());
}

} // namespace dalescope
