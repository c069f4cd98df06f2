#include "core/network/parameters.h"

namespace dalescope {

ParameterSpec& ParameterLayout::add(const std::string& name, Index rows, Index columns) {
    specs.push_back({.name = name, .rows = rows, .columns = columns, .offset = size, .leading = rows});
    size += rows * columns;
    return specs.back();
}

ParameterSpec& ParameterLayout::addVector(const std::string& name, Index rows) {
    ParameterSpec& spec = add(name, rows, 1);
    spec.vector = true;
    return spec;
}

} // namespace dalescope
