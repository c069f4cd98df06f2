#include "widgets/inspectors/disturbance_controls.h"

#include "widgets/plots/axis_style.h"
#include "widgets/plots/axis_tickers.h"
#include "widgets/plots/chart_words.h"
#include "widgets/plots/help_button.h"
#include "widgets/plots/qcp.h"
#include "widgets/theme/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QSlider>
#include <QThreadPool>
#include <QVBoxLayout>

namespace dalescope {

namespace {

constexpr Index testExamples = 2000;
constexpr int steps = 20; // of the strength in a curve
constexpr std::uint64_t seed = 1;

std::vector<double> strengths() {
    std::vector<double> all;
    for (int i = 0; i <= steps; ++i)
        all.push_back(static_cast<double>(i) / steps);
    return all;
}

} // namespace

DisturbanceControls::DisturbanceControls(QWidget* parent)
    : QWidget(parent), kind_(new QComboBox(this)), strength_(new QSlider(Qt::Horizontal, this)),
      percent_(new QLabel(this)), button_(new QPushButton(tr("&Test set"), this)),
      plot_(new QCustomPlot(this)) {
    for (const QString& name :
         {tr("Nothing"), tr("Noise"), tr("Less contrast"), tr("Shift"), tr("Occlusion")})
        kind_->addItem(name);
    kind_->setAccessibleName(tr("Disturb with"));
    kind_->setToolTip(tr("What the input is disturbed with before the network sees it"));
    auto* label = new QLabel(tr("&Disturb with"), this);
    label->setBuddy(kind_);
    strength_->setRange(0, 100);
    strength_->setValue(30);
    strength_->setAccessibleName(tr("Strength"));
    strength_->setToolTip(
        tr("How strongly: standard deviation of the noise, share of the contrast, the width or the area"));
    button_->setToolTip(tr("Measure the error on %L1 test images at every strength").arg(testExamples));
    makeChart(*plot_);
    plot_->setFixedHeight(104);
    plot_->setAccessibleName(tr("Test error against strength"));
    plot_->addGraph();
    plot_->xAxis->setLabel(tr("strength (%)"));
    plot_->yAxis->setLabel(tr("error (%)"));
    plot_->xAxis->setRange(-2, 102); // the outer dots whole
    plot_->yAxis->setTicker(QSharedPointer<LinearTicker>::create(3));
    // It is there before there is a curve: coming later it would move what is above it.
    note_ = new QCPItemText(plot_);
    note_->position->setType(QCPItemPosition::ptAxisRectRatio);
    note_->position->setCoords(0.5, 0.5);
    note_->setText(tr("The error at every strength, once it is measured"));
    auto* row = new QHBoxLayout;
    row->addWidget(label);
    row->addWidget(kind_);
    row->addWidget(strength_, 1);
    row->addWidget(percent_);
    row->addWidget(button_);
    row->addWidget(new HelpButton(*this, tr("a disturbance"), this));
    setHelpTopic(*this, QStringLiteral("disturbance"));
    percent_->setMinimumWidth(percent_->fontMetrics().horizontalAdvance(QStringLiteral("100 %")));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(row);
    column->addWidget(plot_);
    const auto tell = [this] {
        percent_->setText(tr("%1 %").arg(strength_->value()));
        strength_->setEnabled(isOn());
        button_->setEnabled(isOn() && network_ != nullptr);
        Q_EMIT changed();
    };
    connect(kind_, &QComboBox::currentIndexChanged, this, [this, tell] {
        stop();
        errors_.clear();
        draw();
        tell();
    });
    connect(strength_, &QSlider::valueChanged, this, tell);
    connect(button_, &QPushButton::clicked, this, &DisturbanceControls::measure);
    draw();
    tell();
}

DisturbanceControls::~DisturbanceControls() {
    stop();
}

bool DisturbanceControls::isOn() const {
    return kind_->currentIndex() > 0;
}

Disturbance DisturbanceControls::kind() const {
    return static_cast<Disturbance>(kind_->currentIndex() - 1);
}

void DisturbanceControls::setNetwork(std::shared_ptr<const Network<float>> network,
                                     std::shared_ptr<const Dataset> dataset) {
    network_ = std::move(network);
    dataset_ = std::move(dataset);
    button_->setEnabled(isOn() && network_ && !measuring_);
}

Vector<float> DisturbanceControls::disturbed(const Vector<float>& x) const {
    Vector<float> result = x;
    if (isOn() && dataset_ && x.size() == dataset_->shape.features()) {
        Rng rng = makeRng(seed, RngStream::Disturbance);
        disturb(result, dataset_->shape, kind(), strength_->value() / 100.0, rng);
    }
    return result;
}

void DisturbanceControls::stop() {
    if (measuring_)
        *measuring_ = false;
    measuring_.reset();
}

void DisturbanceControls::measure() {
    if (!isOn() || !network_ || !dataset_)
        return;
    stop();
    measuring_ = std::make_shared<std::atomic<bool>>(true);
    button_->setEnabled(false);
    QPointer<DisturbanceControls> self(this);
    QThreadPool::globalInstance()->start(
        [self, network = network_, dataset = dataset_, kind = kind(), wanted = measuring_] {
            const auto errors = errorUnderDisturbance(*network, *dataset, kind, strengths(), testExamples,
                                                      seed, [&] { return wanted->load(); });
            QMetaObject::invokeMethod(qApp, [self, errors, wanted] {
                if (!self || self->measuring_ != wanted)
                    return;
                self->measuring_.reset();
                self->errors_ = errors;
                self->draw();
                self->button_->setEnabled(self->isOn() && self->network_);
                Q_EMIT self->measured();
            });
        });
}

void DisturbanceControls::draw() {
    const Theme theme = Theme::forPalette(palette());
    QVector<double> x, y;
    for (std::size_t i = 0; i < errors_.size(); ++i) {
        x.append(100.0 * static_cast<double>(i) / steps);
        y.append(errors_[i]);
    }
    plot_->setBackground(theme.panel);
    for (auto* axis : {plot_->xAxis, plot_->yAxis}) {
        axis->setBasePen(theme.axis);
        axis->setTickPen(theme.axis);
        axis->setSubTickPen(theme.axis);
        axis->setTickLabelColor(theme.text);
        axis->setLabelColor(theme.text);
        axis->setTickLabelFont(Theme::font(theme.metrics.smallTextPx));
        axis->setLabelFont(Theme::font(theme.metrics.smallTextPx));
        axis->grid()->setPen(theme.grid);
    }
    plot_->graph(0)->setPen(QPen(theme.series(0), theme.metrics.curve));
    plot_->graph(0)->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, theme.metrics.dot));
    plot_->graph(0)->setData(x, y, true);
    note_->setVisible(errors_.empty());
    note_->setFont(Theme::font(theme.metrics.smallTextPx));
    note_->setColor(theme.mutedText);
    replotSoon(*plot_);
    if (errors_.empty()) {
        plot_->yAxis->setRange(0, 100);
        plot_->setToolTip(note_->text());
        plot_->setAccessibleDescription(note_->text());
        return;
    }
    plot_->yAxis->setRange(0, *std::max_element(y.begin(), y.end()) * 1.05 + 1e-9);
    plot_->setToolTip(tr("Test error of %L1 images: %2 % undisturbed, %3 % at full strength")
                          .arg(testExamples)
                          .arg(y.first(), 0, 'f', 1)
                          .arg(y.last(), 0, 'f', 1));
    plot_->setAccessibleDescription(tr("Test error in percent against strength in percent: %1")
                                        .arg(courseInWords({x.begin(), x.end()}, {y.begin(), y.end()})));
}

void DisturbanceControls::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        draw();
}

} // namespace dalescope
