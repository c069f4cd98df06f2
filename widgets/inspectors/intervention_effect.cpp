#include "widgets/inspectors/intervention_effect.h"

#include "core/inspection/intervention_sweep.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace dalescope {

namespace {

constexpr Index testExamples = 2000;

bool isLeftAlone(const Network<float>& network) {
    for (std::size_t i = 0; i < network.size(); ++i)
        if (!network[i].intervention().isNone())
            return false;
    return true;
}

} // namespace

InterventionEffectLine::InterventionEffectLine(QWidget* parent) : QWidget(parent), text_(new QLabel(this)) {
    text_->setObjectName(QStringLiteral("effect"));
    text_->setWordWrap(true);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text_->setToolTip(tr("Test error of the network as it is, and of a copy on which no intervention acts"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(text_);
    setNetwork(nullptr, 0, nullptr);
}

void InterventionEffectLine::setNetwork(std::shared_ptr<const Network<float>> network, std::int64_t update,
                                        std::shared_ptr<const Dataset> dataset) {
    if (!network || !dataset) {
        job_.drop();
        untouchedAt_ = -1;
        return text_->setText(tr("There is no network yet."));
    }
    if (untouchedAt_ < 0)
        text_->setText(tr("Testing the network\u2026"));
    const bool known = untouchedAt_ == update;
    job_.start([this, network, update, dataset, known, before = untouched_] {
        const auto goOn = [] { return true; };
        const double now = testError(*network, *dataset, testExamples, goOn);
        double untouched = before;
        const bool alone = isLeftAlone(*network);
        if (alone) {
            untouched = now;
        } else if (!known) {
            Network<float> copy = *network;
            copy.endInterventions();
            untouched = testError(copy, *dataset, testExamples, goOn);
        }
        const Index examples = std::min(testExamples, dataset->test.count());
        return [this, now, untouched, alone, update, examples] {
            untouchedAt_ = update;
            untouched_ = untouched;
            const QString where = tr("(%L1 examples, update %L2)").arg(examples).arg(update);
            text_->setText(
                alone ? tr("Test error %1 %; nothing acts on the units %2").arg(now, 0, 'f', 2).arg(where)
                      : tr("Test error <b>%1 %</b> with interventions, %2 % without %3")
                            .arg(now, 0, 'f', 2)
                            .arg(untouched, 0, 'f', 2)
                            .arg(where));
            Q_EMIT measured();
        };
    });
}

} // namespace dalescope
