// Where an axis has its ticks and what stands at them.
#pragma once

#include "widgets/plots/qcp.h"

namespace dalescope {

/// "12,000", "250k", "1.5M"; as many decimals as a step of `step` needs.
QString tickText(double value, double step);

class LinearTicker : public QCPAxisTicker {
public:
    /// About so many ticks; on the horizontal `axis`, if one is given, as many as have room beside one
    /// another.
    explicit LinearTicker(int ticks, const QCPAxis* axis = nullptr) : most_(ticks), axis_(axis) {
        setTickCount(ticks);
    }

    /// From one tick to the next, as 1 for what is counted.
    void setLeastStep(double least) { least_ = least; }
    void generate(const QCPRange& range, const QLocale& locale, QChar format, int precision,
                  QVector<double>& ticks, QVector<double>* subTicks, QVector<QString>* labels) override;

protected:
    double getTickStep(const QCPRange& range) override;
    int getSubTickCount(double) override { return 0; }
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;

private:
    int most_;
    const QCPAxis* axis_;
    double step_ = 1, least_ = 0;
};

/// Powers of ten; 1, 2, 5 where less than three of them are in sight; even steps within one of them.
class LogTicker : public QCPAxisTicker {
protected:
    QVector<double> createTickVector(double step, const QCPRange& range) override;
    int getSubTickCount(double) override { return 0; }
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;
};

} // namespace dalescope
