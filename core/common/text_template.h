// Texts with parts that are left out and names that are filled in.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace dalescope {

/// Keeps the lines between "#if A B" and the "#else" or "#end" of it where `chosen` has A or B, those between
/// "#else" and "#end" where it has neither; such blocks may stand in one another. @NAME@, of capitals and
/// underscores, becomes values[NAME]. Throws std::logic_error where a block is not closed or a name has no
/// value: a template that is part of the program has no such fault.
std::string fillTemplate(std::string_view text, const std::set<std::string>& chosen,
                         const std::map<std::string, std::string>& values);

} // namespace dalescope
