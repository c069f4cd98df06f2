// The probability that a network gives each class.
#pragma once

#include <QStringList>
#include <QWidget>

#include <vector>

namespace dalescope {

class AnswerBars : public QWidget {
    Q_OBJECT
public:
    explicit AnswerBars(QWidget* parent = nullptr);
    /// Empty probabilities: there is no answer. right: the class it is known to be, or -1.
    void setAnswer(std::vector<float> probabilities, QStringList classes, int right);
    QSize sizeHint() const override { return {220, 200}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<float> probabilities_;
    QStringList classes_;
    int right_ = -1;
};

} // namespace dalescope
