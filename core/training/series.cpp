#include "core/training/series.h"

namespace dalescope {

std::vector<std::string> SeriesIndex::names() const {
    std::vector<std::string> names = {"train_loss", "train_error", "test_loss", "test_error",
                                      "epoch_train_error"};
    for (std::size_t l = 0; l < layers_; ++l)
        for (const char* name : {"ei_ratio", "divisive_match", "z_mean", "z_std", "active_fraction",
                                 "ei_correlation", "gamma_min"})
            names.push_back(name + ("." + std::to_string(l)));
    names.insert(names.end(), {"cosine_corrected", "cosine_uncorrected"});
    for (std::size_t l = 0; l < layers_; ++l)
        for (const char* name : {"cosine_corrected", "cosine_uncorrected"})
            names.push_back(name + ("." + std::to_string(l)));
    for (std::size_t l = 0; l < layers_; ++l)
        names.push_back("learning_rate." + std::to_string(l));
    names.push_back("balance_penalty");
    for (std::size_t l = 0; l < layers_; ++l)
        for (const char* kind : kinds)
            for (const char* name :
                 {"gradient_norm", "update_norm", "clamped_share", "update_cosine", "silent_share"})
                names.push_back(name + ("." + std::to_string(l)) + "." + kind);
    return names;
}

} // namespace dalescope
