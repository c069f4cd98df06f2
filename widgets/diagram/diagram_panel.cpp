#include "widgets/diagram/diagram_panel.h"

#include "widgets/plots/drawing_button.h"
#include "widgets/plots/help_button.h"
#include "widgets/plots/qcp.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSlider>
#include <QSpinBox>
#include <QTimer>
#include <QVBoxLayout>

namespace dalescope {

namespace {

constexpr int stepTime = 150; // milliseconds

/// The diagram on a plot, as large as it fits.
class DiagramItem : public QCPAbstractItem {
public:
    DiagramItem(QCustomPlot* plot, const DiagramScene& scene, const Theme& theme)
        : QCPAbstractItem(plot), scene_(scene), theme_(theme) {
        setClipToAxisRect(false);
    }
    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }

protected:
    void draw(QCPPainter* painter) override {
        const QRectF room = parentPlot()->viewport(), bounds = scene_.layout.bounds;
        const double scale = 0.98 * std::min(room.width() / bounds.width(), room.height() / bounds.height());
        painter->save();
        painter->translate(room.center() - scale * bounds.center());
        painter->scale(scale, scale);
        paintDiagram(*painter, scene_, {}, theme_);
        painter->restore();
    }

private:
    const DiagramScene& scene_;
    Theme theme_;
};

} // namespace

DiagramPanel::DiagramPanel(QWidget* parent)
    : QWidget(parent), example_(new QSpinBox(this)), term_(new QComboBox(this)), arrows_(new QComboBox(this)),
      step_(new QSlider(Qt::Horizontal, this)), stepLabel_(new QLabel(tr("S&tep"), this)),
      reading_(new QLabel(this)), view_(new DiagramView(this)), steps_(new QTimer(this)) {
    auto *row = new QHBoxLayout, *second = new QHBoxLayout; // one would be too wide for a dock
    const auto labelled = [this](QHBoxLayout* where, QLabel* label, QWidget* field, const QString& tip) {
        label->setBuddy(field);
        field->setAccessibleName(label->text().remove(u'&'));
        field->setToolTip(tip);
        where->addWidget(label);
        where->addWidget(field);
    };
    const auto button = [this, row](const QString& label, const QString& tip, auto act) {
        auto* made = new QPushButton(label, this);
        made->setToolTip(tip);
        made->setAutoDefault(false);
        row->addWidget(made);
        connect(made, &QPushButton::clicked, this, act);
    };
    labelled(row, new QLabel(tr("Exa&mple"), this), example_, tr("Which image of the test set is the input"));
    button(tr("&Any"), tr("Take any image of the test set"),
           [this] { example_->setValue(QRandomGenerator::global()->bounded(example_->maximum() + 1)); });
    labelled(second, new QLabel(tr("&Units show"), this), term_,
             tr("What the colours of the units are; inhibitory units always show their activity zI. Where "
                "weights have both signs, the positive ones excite and the negative ones inhibit."));
    labelled(
        second, new QLabel(tr("Arrow &width"), this), arrows_,
        tr("Mean current: what a projection brings its units for this input. Mean weight: of its matrix."));
    button(tr("Fl&ow"), tr("Let the activity flow from the input to the answer (Space)"), [this] { flow(); });
    button(tr("F&it"), tr("Show all of the diagram (0)"), [this] { view_->fit(); });
    row->addStretch(1);
    second->addStretch(1);
    auto* save = new DrawingButton(tr("Export diagram"),
                                   {{tr("Network diagram"),
                                     QStringLiteral("diagram"),
                                     [this] { return drawing(); },
                                     {Format::Png, Format::Svg, Format::Pdf, Format::Csv}}},
                                   this);
    save->setMedium(Medium::Slide);
    row->addWidget(save);
    setHelpTopic(*view_, QStringLiteral("network diagram"));
    row->addWidget(new HelpButton(*view_, tr("the network diagram"), this));
    connect(save, &DrawingButton::failed, this, &DiagramPanel::failed);
    connect(save, &DrawingButton::exported, this, &DiagramPanel::exported);
    term_->addItems({tr("Activity h"), tr("Pre-activation z"), tr("Excitatory input"),
                     tr("Subtractive inhibition"), tr("Divisive inhibition gamma")});
    arrows_->addItems({tr("Mean current"), tr("Mean weight")});
    example_->setMaximum(0);
    step_->setMaximum(0);
    step_->setPageStep(1);
    reading_->setObjectName(QStringLiteral("reading"));
    reading_->setWordWrap(true);
    reading_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    reading_->setToolTip(
        tr("What is under the pointer, or come to by the arrow keys; else the whole in words"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 6);
    column->addLayout(row);
    column->addLayout(second);
    column->addWidget(view_, 1);
    auto* steps = new QHBoxLayout;
    stepLabel_->setBuddy(step_);
    step_->setAccessibleName(tr("Step"));
    step_->setToolTip(tr("Which step of the recurrent layers is shown"));
    step_->setTickPosition(QSlider::TicksBelow);
    steps->addWidget(stepLabel_);
    steps->addWidget(step_, 1);
    column->addLayout(steps);
    column->addWidget(reading_);
    for (auto* shown : std::initializer_list<QWidget*>{step_, stepLabel_})
        shown->hide();

    connect(example_, &QSpinBox::valueChanged, this, [this](int example) {
        takeExample();
        Q_EMIT exampleChosen(static_cast<std::uint32_t>(example));
    });
    for (auto* box : {term_, arrows_})
        connect(box, &QComboBox::currentIndexChanged, this, &DiagramPanel::refresh);
    connect(step_, &QSlider::valueChanged, this, &DiagramPanel::refresh);
    connect(view_, &DiagramView::pointed, reading_, [this](const QString& text) {
        // Of a deep network the first layers, or the words would take the diagram's room.
        constexpr int most = 600;
        const auto end = text.size() > most ? text.lastIndexOf(QLatin1String(". "), most) : -1;
        reading_->setText(end > 0 ? text.left(end + 1) + QStringLiteral(" \u2026") : text);
        // It keeps the lines that it once had: the diagram must not move under the pointer.
        const int height = reading_->heightForWidth(reading_->width());
        reading_->setMinimumHeight(std::max(reading_->minimumHeight(), std::min(height, this->height() / 4)));
    });
    connect(view_, &DiagramView::inputChosen, this, &DiagramPanel::inputChosen);
    connect(view_, &DiagramView::unitChosen, this,
            [this](const UnitAddress& unit) { Q_EMIT unitChosen(unit.population, unit.unit); });
    connect(view_, &DiagramView::projectionChosen, this, [this](std::size_t index) {
        const Projection& projection = view_->scene()->circuit.projections[index];
        Q_EMIT matrixChosen(static_cast<int>(projection.layer), QString::fromStdString(projection.matrix));
    });
    steps_->setInterval(stepTime);
    connect(steps_, &QTimer::timeout, this, [this] {
        if (step_->value() == step_->maximum())
            return steps_->stop();
        step_->setValue(step_->value() + 1);
    });
}

void DiagramPanel::setNetwork(std::shared_ptr<const Network<float>> network, std::int64_t update,
                              std::shared_ptr<const Dataset> dataset) {
    network_ = std::move(network);
    update_ = update;
    if (dataset && dataset_ != dataset) {
        // What was drawn before the diagram was first seen is shown.
        if (dataset_ || right_ >= 0 || x_.size() != dataset->test.features) {
            x_.resize(0);
            right_ = -1;
        }
        dataset_ = std::move(dataset);
        const QSignalBlocker quiet(example_);
        example_->setMaximum(static_cast<int>(dataset_->test.count()) - 1);
    }
    refresh();
}

void DiagramPanel::setInput(const Vector<float>& x, int example, int right) {
    x_ = x;
    right_ = right;
    if (example >= 0) {
        const QSignalBlocker quiet(example_);
        example_->setMaximum(std::max(example_->maximum(), example));
        example_->setValue(example);
    }
    refresh();
}

void DiagramPanel::takeExample() {
    x_.resize(0);
    refresh();
}

void DiagramPanel::refresh() {
    if (!network_ || !dataset_) {
        job_.drop();
        return display(nullptr, 0);
    }
    if (!isVisible())
        return; // the feed comes when it is shown
    DiagramRequest request;
    request.network = network_;
    request.data = dataset_;
    request.term = static_cast<UnitTerm>(term_->currentIndex());
    request.arrows = static_cast<ArrowWidth>(arrows_->currentIndex());
    request.step = step_->value();
    request.theme = Theme::forPalette(palette());
    const int example = std::min(example_->value(), static_cast<int>(dataset_->test.count()) - 1);
    Matrix<float> own(dataset_->test.features, 1);
    std::int32_t label = 0;
    dataset_->test.gatherRange<float>(example, own, {&label, 1});
    const bool given = x_.size() == own.rows();
    request.x = given ? x_ : own.col(0);
    request.right = given ? right_ : label;
    request.input = request.right < 0         ? tr("Drawn")
                    : request.x != own.col(0) ? tr("Example %1, disturbed").arg(example)
                                              : tr("Example %1").arg(example);
    job_.start([this, request = std::move(request), update = update_] {
        const auto scene = std::make_shared<const DiagramScene>(makeScene(request));
        return [this, scene, update] { display(scene, update); };
    });
}

void DiagramPanel::display(const std::shared_ptr<const DiagramScene>& scene, std::int64_t update) {
    shownUpdate_ = update;
    const int steps = scene ? static_cast<int>(scene->circuit.steps()) : 1;
    if (step_->maximum() != steps - 1) {
        const QSignalBlocker quiet(step_);
        step_->setMaximum(steps - 1);
        step_->setValue(steps / 2); // most images have nothing in their first row
        step_->setVisible(steps > 1);
        stepLabel_->setVisible(steps > 1);
        if (step_->value() > 0)
            refresh();
    }
    if (scene && steps > 1)
        stepLabel_->setText(tr("S&tep %1 of 0 to %2").arg(scene->request.step).arg(steps - 1));
    view_->setScene(scene);
}

void DiagramPanel::flow() {
    if (step_->maximum() == 0)
        return view_->flow();
    step_->setValue(0);
    steps_->start();
}

void DiagramPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refresh();
}

Drawing DiagramPanel::drawing() const {
    if (!view_->scene())
        throw Error("the diagram", "there is no network to draw yet", "wait until the data are read");
    // On paper colours are those of the light theme, whatever the window's.
    DiagramRequest request = view_->scene()->request;
    request.theme = PlotStyle::print(Medium::Slide, 300).theme;
    const auto scene = std::make_shared<DiagramScene>(makeScene(std::move(request)));
    return {tr("Network diagram"),
            [scene](QCustomPlot& plot, const PlotStyle& style) {
                plot.setBackground(style.background);
                for (auto* axis : plot.axisRect()->axes())
                    axis->setVisible(false);
                new DiagramItem(&plot, *scene, style.theme); // the plot owns it
            },
            [scene] { return DiagramText::csv(*scene); },
            {},
            shownUpdate_,
            1,
            true};
}

} // namespace dalescope
