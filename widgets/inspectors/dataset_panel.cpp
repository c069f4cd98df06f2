#include "widgets/inspectors/dataset_panel.h"

#include "widgets/theme/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <random>

namespace dalescope {

namespace {

constexpr int cell = 42, gap = 4;
constexpr std::size_t mostSamples = 200;

} // namespace

QImage exampleImage(const Examples& examples, const ImageShape& shape, std::size_t index) {
    const auto features = static_cast<std::size_t>(examples.features);
    const auto plane = static_cast<std::size_t>(shape.rows * shape.columns);
    const auto level = [&](std::size_t at) {
        return examples.values.empty()
                   ? int(examples.bytes[index * features + at])
                   : int(255 * std::clamp(examples.values[index * features + at], 0.0F, 1.0F));
    };
    QImage image(static_cast<int>(shape.columns), static_cast<int>(shape.rows), QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            const auto at = static_cast<std::size_t>(y * image.width() + x);
            const bool colour = shape.channels == 3;
            image.setPixel(
                x, y, qRgb(level(at), level(colour ? at + plane : at), level(colour ? at + 2 * plane : at)));
        }
    return image;
}

SampleGrid::SampleGrid(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Sample images"));
    setToolTip(tr("Some of the training images"));
    setMinimumHeight(cell);
}

void SampleGrid::show(std::shared_ptr<const Dataset> dataset, int label, unsigned draw) {
    data_ = std::move(dataset);
    samples_.clear();
    if (data_) {
        std::mt19937 rng(draw);
        const auto count = static_cast<std::uint32_t>(data_->train.count());
        // Tries that miss the class are bounded, for a class that hardly occurs.
        for (int tries = 0; tries < 20000 && samples_.size() < mostSamples; ++tries) {
            const std::uint32_t index = rng() % count;
            if (label < 0 || data_->train.labels[index] == label)
                samples_.push_back(index);
        }
    }
    setAccessibleDescription(
        !data_      ? tr("No data set is loaded.")
        : label < 0 ? tr("Training images of all %1 classes").arg(data_->classes)
                    : tr("Training images of %1, %2 in all")
                          .arg(QString::fromStdString(data_->classNames[static_cast<std::size_t>(label)]))
                          .arg(data_->train.classCounts(data_->classes)[static_cast<std::size_t>(label)]));
    update();
}

void SampleGrid::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    // Whole rows, somewhat smaller or larger than usual, fill the height that there is.
    const int rows = std::max(1, (height() + gap + (cell + gap) / 2) / (cell + gap));
    const int side = std::max(1, (height() + gap) / rows - gap);
    const int columns = std::max(1, (width() + gap) / (side + gap));
    for (std::size_t i = 0; i < samples_.size(); ++i) {
        const int x = static_cast<int>(i) % columns * (side + gap),
                  y = static_cast<int>(i) / columns * (side + gap);
        if (y + side > height())
            break;
        painter.drawImage(QRect(x, y, side, side), exampleImage(data_->train, data_->shape, samples_[i]));
    }
}

DatasetPanel::DatasetPanel(QWidget* parent)
    : QWidget(parent), title_(new QLabel(this)), filter_(new QComboBox(this)), grid_(new SampleGrid(this)),
      counts_(new QTableWidget(0, 3, this)) {
    title_->setWordWrap(true);
    filter_->setAccessibleName(tr("Class shown"));
    auto* filterLabel = new QLabel(filter_->accessibleName(), this); // for assistive technology alone
    filterLabel->setBuddy(filter_);
    filterLabel->hide();
    filter_->setToolTip(tr("Show images of one class only"));
    auto* more = new QPushButton(tr("New samples"), this);
    more->setToolTip(tr("Show other images"));
    more->setAccessibleName(more->text());
    counts_->setHorizontalHeaderLabels({tr("Class"), tr("Training"), tr("Test")});
    counts_->setAccessibleName(tr("Images of each class"));
    counts_->setToolTip(tr("How many training and test images each class has"));
    counts_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    counts_->setTabKeyNavigation(false);
    counts_->setShowGrid(false);
    counts_->verticalHeader()->hide();
    counts_->verticalHeader()->setDefaultSectionSize(22);
    counts_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    auto* row = new QHBoxLayout;
    row->addWidget(filter_, 1);
    row->addWidget(more);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->addWidget(title_);
    column->addLayout(row);
    column->addWidget(grid_, 2);
    column->addWidget(counts_, 3);
    connect(filter_, &QComboBox::currentIndexChanged, this, &DatasetPanel::showSamples);
    connect(more, &QPushButton::clicked, this, [this] {
        ++draw_;
        showSamples();
    });
    setData(nullptr);
}

void DatasetPanel::setData(std::shared_ptr<const Dataset> dataset) {
    data_ = std::move(dataset);
    const QSignalBlocker blocked(filter_);
    filter_->clear();
    filter_->addItem(tr("All classes"), -1);
    counts_->setRowCount(0);
    if (!data_) {
        title_->setText(tr("No data set is loaded."));
    } else {
        const QLocale locale(QLocale::English);
        title_->setText(tr("<b>%1</b>: %2 training and %3 test images of %4 \u00d7 %5")
                            .arg(QString::fromStdString(data_->name).toHtmlEscaped(),
                                 locale.toString(qlonglong(data_->train.count())),
                                 locale.toString(qlonglong(data_->test.count())))
                            .arg(data_->shape.rows)
                            .arg(data_->shape.columns) +
                        (data_->note.empty()
                             ? QString()
                             : QStringLiteral("<br>") + QString::fromStdString(data_->note).toHtmlEscaped()));
        const auto train = data_->train.classCounts(data_->classes),
                   test = data_->test.classCounts(data_->classes);
        counts_->setRowCount(static_cast<int>(data_->classes));
        for (int c = 0; c < counts_->rowCount(); ++c) {
            const auto at = static_cast<std::size_t>(c);
            const QString name = QString::fromStdString(data_->classNames[at]);
            filter_->addItem(name, c);
            counts_->setItem(c, 0, new QTableWidgetItem(name));
            for (const int column : {1, 2}) {
                auto* item =
                    new QTableWidgetItem(locale.toString(qlonglong((column == 1 ? train : test)[at])));
                item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
                counts_->setItem(c, column, item);
            }
        }
    }
    showSamples();
}

void DatasetPanel::showSamples() {
    grid_->show(data_, filter_->currentData().toInt(), draw_);
}

} // namespace dalescope
