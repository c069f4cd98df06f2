#include "widgets/inspectors/outcome_panel.h"

#include "widgets/inspectors/heat_drawing.h"
#include "widgets/inspectors/mistake_gallery.h"
#include "widgets/plots/drawing_button.h"
#include "widgets/plots/help_button.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QTableWidget>
#include <QVBoxLayout>

#include <cmath>
#include <limits>

namespace dalescope {

namespace {

constexpr Index mostExamples = 10000;

QColor mixed(const QColor& from, const QColor& to, double share) {
    const auto part = [share](int a, int b) { return static_cast<int>(std::lround(a + share * (b - a))); };
    return {part(from.red(), to.red()), part(from.green(), to.green()), part(from.blue(), to.blue())};
}

} // namespace

OutcomePanel::OutcomePanel(QWidget* parent)
    : QWidget(parent), title_(new QLabel(this)), table_(new QTableWidget(this)), which_(new QLabel(this)),
      mistakes_(new MistakeModel(this)), gallery_(new QListView(this)) {
    title_->setObjectName(QStringLiteral("outcome"));
    title_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    title_->setToolTip(tr("The error on the test set, or on as much of it as is looked at"));
    table_->setAccessibleName(tr("Confusion matrix"));
    table_->setToolTip(
        tr("Rows: the class; columns: what it was taken for, with the class's error in the last. Choose a "
           "cell to see its mistakes."));
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setTabKeyNavigation(false);
    table_->setShowGrid(false);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setMinimumSectionSize(30);
    table_->verticalHeader()->setDefaultSectionSize(24);
    gallery_->setModel(mistakes_);
    gallery_->setItemDelegate(new MistakeDelegate(gallery_));
    gallery_->setViewMode(QListView::IconMode);
    gallery_->setResizeMode(QListView::Adjust);
    gallery_->setUniformItemSizes(true);
    gallery_->setMovement(QListView::Static);
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
    display(nullptr, nullptr, 0);
}

void OutcomePanel::setNetwork(std::shared_ptr<const Network<float>> network, std::int64_t update,
                              std::shared_ptr<const Dataset> dataset) {
    if (!network || !dataset) {
        job_.drop();
        return display(nullptr, nullptr, 0);
    }
    job_.start([this, network, dataset, update] {
        auto outcome = std::make_shared<const Outcome>(outcomeOf(*network, *dataset, mostExamples));
        return [this, outcome, dataset, update] { display(outcome, dataset, update); };
    });
}

void OutcomePanel::display(std::shared_ptr<const Outcome> outcome, std::shared_ptr<const Dataset> dataset,
                           std::int64_t update) {
    outcome_ = std::move(outcome);
    dataset_ = std::move(dataset);
    update_ = update;
    title_->setText(outcome_ ? tr("%1 % of %L2 test examples are wrong after %L3 updates")
                                   .arg(outcome_->errorRate(), 0, 'f', 2)
                                   .arg(outcome_->examples())
                                   .arg(update)
                             : tr("There is no network yet."));
    table_->setAccessibleDescription(inWords());
    fillTable();
    filter();
}

void OutcomePanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        fillTable();
}

void OutcomePanel::fillTable() {
    const QSignalBlocker quiet(table_);
    const int classes = outcome_ ? static_cast<int>(outcome_->counts.rows()) : 0;
    if (table_->rowCount() != classes || table_->columnCount() != (classes ? classes + 1 : 0)) {
        table_->setRowCount(classes);
        table_->setColumnCount(classes ? classes + 1 : 0);
        for (int row = 0; row < classes; ++row)
            for (int column = 0; column <= classes; ++column) {
                auto* item = new QTableWidgetItem;
                item->setTextAlignment(Qt::AlignCenter);
                table_->setItem(row, column, item);
            }
    }
    if (!outcome_)
        return;
    QStringList names;
    for (int label = 0; label < classes; ++label)
        names.append(className(*dataset_, label));
    table_->setVerticalHeaderLabels(names);
    table_->setHorizontalHeaderLabels(names + QStringList(tr("error")));
    const Theme theme = Theme::forPalette(palette());
    const int most = std::max(
        1, (outcome_->counts - Eigen::MatrixXi(outcome_->counts.diagonal().asDiagonal())).maxCoeff());
    for (int row = 0; row < classes; ++row) {
        for (int column = 0; column < classes; ++column) {
            const int count = outcome_->counts(row, column);
            auto* item = table_->item(row, column);
            item->setText(count == 0 ? QString() : QString::number(count));
            const double share = row == column ? 0 : std::sqrt(static_cast<double>(count) / most);
            const QColor colour = mixed(theme.panel, theme.inhibitory, 0.75 * share);
            item->setBackground(colour);
            item->setForeground(row == column                         ? theme.mutedText
                                : contrast(theme.text, colour) >= 4.5 ? theme.text
                                                                      : theme.panel);
            item->setToolTip(row == column
                                 ? tr("%1: %2 right").arg(names[row]).arg(count)
                                 : tr("%1 taken for %2: %3").arg(names[row], names[column]).arg(count));
        }
        const double error = outcome_->errorRateOf(row);
        auto* item = table_->item(row, classes);
        item->setText(std::isnan(error) ? QString() : tr("%1 %").arg(error, 0, 'f', 1));
        item->setToolTip(tr("Error on class %1").arg(names[row]));
    }
}

/// The error, the most frequent mistake and the worst class.
QString OutcomePanel::inWords() const {
    if (!outcome_)
        return tr("There is no network yet.");
    Index label = 0, answer = 0;
    Eigen::MatrixXi mistakes = outcome_->counts;
    mistakes.diagonal().setZero();
    QString said = title_->text();
    if (mistakes.size() == 0 || mistakes.maxCoeff(&label, &answer) == 0)
        return said;
    said += tr("; most often %1 is taken for %2, %3 times")
                .arg(className(*dataset_, label), className(*dataset_, answer))
                .arg(mistakes(label, answer));
    int worst = -1;
    for (int row = 0; row < static_cast<int>(mistakes.rows()); ++row)
        if (const double error = outcome_->errorRateOf(row);
            !std::isnan(error) && (worst < 0 || error > outcome_->errorRateOf(worst)))
            worst = row;
    return said + tr("; the highest error is that of class %1, %2 %")
                      .arg(className(*dataset_, worst))
                      .arg(outcome_->errorRateOf(worst), 0, 'f', 1);
}

/// The colours are those of the mistakes, as in the table.
Drawing OutcomePanel::drawing() const {
    if (!outcome_)
        throw Error("the confusion matrix", "there is no network to test yet",
                    "wait until the data are read");
    Matrix<float> mistakes = outcome_->counts.cast<float>();
    mistakes.diagonal().setConstant(std::numeric_limits<float>::quiet_NaN());
    QStringList names;
    for (Index label = 0; label < mistakes.rows(); ++label)
        names.append(className(*dataset_, label));
    Drawing made = heatDrawing({tr("Mistakes"), heatPicture(mistakes, HeatScale::Inhibitory, Theme::light()),
                                tr("class"), tr("taken for"), names, names});
    made.csv = [outcome = outcome_, names] {
        QByteArray text = "class";
        for (const QString& name : names)
            text += ",\"" + name.toUtf8() + '"';
        for (Index row = 0; row < outcome->counts.rows(); ++row) {
            text += "\n\"" + names[static_cast<int>(row)].toUtf8() + '"';
            for (Index column = 0; column < outcome->counts.cols(); ++column)
                text += ',' + QByteArray::number(outcome->counts(row, column));
        }
        return text + '\n';
    };
    made.update = update_;
    return made;
}

void OutcomePanel::filter() {
    const int row = table_->currentRow(), column = table_->currentColumn();
    const int classes = outcome_ ? static_cast<int>(outcome_->counts.rows()) : 0;
    const bool one = !table_->selectedItems().isEmpty() && row >= 0 && column < classes && row != column;
    mistakes_->setOutcome(outcome_, dataset_, one ? std::optional(std::pair(row, column)) : std::nullopt);
    which_->setText(!outcome_ ? QString()
                    : one     ? tr("%1 taken for %2: %n", nullptr, mistakes_->rowCount())
                                .arg(className(*dataset_, row), className(*dataset_, column))
                          : tr("All mistakes: %n", nullptr, mistakes_->rowCount()));
    gallery_->setAccessibleDescription(which_->text());
}

} // namespace dalescope
