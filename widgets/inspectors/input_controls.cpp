#include "widgets/inspectors/input_controls.h"

#include "widgets/inspectors/answer_bars.h"
#include "widgets/inspectors/disturbance_controls.h"
#include "widgets/inspectors/draw_pad.h"
#include "widgets/inspectors/input_picture.h"
#include "widgets/inspectors/mistake_gallery.h"
#include "widgets/plots/help_button.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QImageReader>
#include <QLabel>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSpinBox>
#include <QVBoxLayout>

#include <utility>

namespace dalescope {

InputControls::InputControls(QWidget* parent)
    : QWidget(parent), pad_(new DrawPad(this)), example_(new QSpinBox(this)), answer_(new AnswerBars(this)),
      disturbance_(new DisturbanceControls(this)) {
    auto* row = new QHBoxLayout;
    auto* name = new QLabel(tr("Exa&mple"), this);
    name->setBuddy(example_);
    example_->setAccessibleName(tr("Example"));
    example_->setToolTip(tr("Which image of the test set is the input"));
    example_->setMaximum(0);
    row->addWidget(name);
    row->addWidget(example_, 1);
    const auto button = [this, row](const QString& label, const QString& tip, auto act) {
        auto* made = new QPushButton(label, this);
        made->setToolTip(tip);
        row->addWidget(made);
        connect(made, &QPushButton::clicked, this, act);
    };
    button(tr("&Any"), tr("Take any image of the test set"),
           [this] { example_->setValue(QRandomGenerator::global()->bounded(example_->maximum() + 1)); });
    button(tr("&Picture\u2026"),
           tr("Put a picture of any size on the pad; one can be dropped there, too, or pasted"),
           [this] { choosePicture(); });
    button(tr("&Clear"), tr("Empty the pad, to draw on"), [this] { pad_->clear(); });
    auto* upper = new QHBoxLayout;
    upper->addWidget(pad_, 1);
    upper->addWidget(answer_, 1);
    setHelpTopic(*answer_, QStringLiteral("answer"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(row);
    column->addLayout(upper, 1);
    column->addWidget(disturbance_);
    connect(example_, &QSpinBox::valueChanged, this, [this] {
        takeExample();
        Q_EMIT changed();
    });
    connect(pad_, &DrawPad::drawn, this, &InputControls::changed);
    connect(pad_, &DrawPad::fileGiven, this, [this](const QString& path) { loadPicture(path); });
    connect(pad_, &DrawPad::pictureGiven, this, &InputControls::putPicture);
    connect(disturbance_, &DisturbanceControls::changed, this, &InputControls::changed);
}

void InputControls::setNetwork(std::shared_ptr<const Network<float>> network,
                               std::shared_ptr<const Dataset> dataset) {
    disturbance_->setNetwork(std::move(network), dataset);
    if (!dataset || dataset_ == dataset)
        return;
    dataset_ = std::move(dataset);
    pad_->setShape(dataset_->shape);
    const QSignalBlocker quiet(example_);
    example_->setMaximum(static_cast<int>(dataset_->test.count()) - 1);
    if (wanted_ >= 0)
        example_->setValue(std::exchange(wanted_, -1));
    takeExample();
    if (!wantedPicture_.isNull())
        putPicture(std::exchange(wantedPicture_, {}));
}

void InputControls::showExample(std::uint32_t example) {
    const auto wanted = static_cast<int>(example);
    if (!dataset_) {
        wanted_ = wanted;
        wantedPicture_ = {};
        return;
    }
    {
        const QSignalBlocker quiet(example_);
        example_->setValue(wanted);
    }
    takeExample();
    Q_EMIT changed();
}

void InputControls::loadPicture(const QString& path, const std::function<void()>& read) {
    pictureJob_.start([this, path, read]() -> std::function<void()> {
        try {
            return [this, picture = readPicture(path), read] {
                putPicture(picture);
                if (read)
                    read();
            };
        } catch (const std::exception& error) {
            return [this, sentence = QString::fromUtf8(error.what())] { Q_EMIT failed(sentence); };
        }
    });
}

void InputControls::choosePicture() {
    QStringList suffixes;
    for (const QByteArray& format : QImageReader::supportedImageFormats())
        suffixes << QStringLiteral("*.") + QString::fromLatin1(format);
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Put a picture on the pad"), {},
                                     tr("Pictures (%1);;All files (*)").arg(suffixes.join(u' ')));
    if (!path.isEmpty())
        loadPicture(path);
}

void InputControls::putPicture(const QImage& picture) {
    if (dataset_)
        pad_->put(inputFrom(picture, pad_->shape()));
    else
        wantedPicture_ = picture;
}

void InputControls::takeExample() {
    if (!dataset_)
        return;
    Matrix<float> x(dataset_->test.features, 1);
    std::int32_t label = 0;
    dataset_->test.gatherRange<float>(example_->value(), x, {&label, 1});
    pad_->setValues(x.col(0));
}

Vector<float> InputControls::seen() {
    Vector<float> seen = disturbance_->disturbed(pad_->values());
    pad_->setSeen(seen);
    return seen;
}

int InputControls::example() const {
    return pad_->isDrawn() ? -1 : example_->value();
}

int InputControls::right() const {
    return example() < 0 || !dataset_ ? -1 : dataset_->test.labels[static_cast<std::size_t>(example())];
}

void InputControls::setAnswer(const std::vector<float>& probabilities, int right) {
    QStringList classes;
    for (Index label = 0; !probabilities.empty() && label < dataset_->classes; ++label)
        classes.append(className(*dataset_, label));
    answer_->setAnswer(probabilities, classes, right);
}

} // namespace dalescope
