// Where an axis has its ticks and what stands at them.
#pragma once

#include "widgets/plots/qcp.h"

namespace dalescope {

/// "12,000", "250k", "1.5M"; as many decimals as a step of `step` needs.
QString tickText(double value, double step);

/// One that lets no number on a horizontal axis run into the next.
class RoomyTicker : public QCPAxisTicker {
protected:
    /// axis: null where there is room for every number.
    explicit RoomyTicker(const QCPAxis* axis) : axis_(axis) {}

    /// Whether these numbers are on an axis that has no room for them beside one another.
    bool areCrowded(const QCPRange& range, const QVector<double>& ticks,
                    const QVector<QString>* labels) const;

private:
    const QCPAxis* axis_;
};

class LinearTicker : public RoomyTicker {
public:
    /// About so many ticks; on the horizontal `axis`, if one is given, as many as have room beside one
    /// another.
    explicit LinearTicker(int ticks, const QCPAxis* axis = nullptr) : RoomyTicker(axis), most_(ticks) {
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
    double step_ = 1, least_ = 0;
};

/// Powers of ten; 1, 2, 5 where less than three of them are in sight; even steps within one of them. On the
/// horizontal `axis`, if one is given, fewer where these have no room beside one another.
class LogTicker : public RoomyTicker {
public:
    explicit LogTicker(const QCPAxis* axis = nullptr) : RoomyTicker(axis) {}

    void generate(const QCPRange& range, const QLocale& locale, QChar format, int precision,
                  QVector<double>& ticks, QVector<double>* subTicks, QVector<QString>* labels) override;

protected:
    QVector<double> createTickVector(double step, const QCPRange& range) override;
    int getSubTickCount(double) override { return 0; }
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;

private:
    int sparser_ = 0; ///< how many steps sparser than there is need for
};

} // namespace dalescope
