# cmake -DFOLDER=resources/presets -DOUTPUT=file.cpp -P embed_presets.cmake
file(GLOB files ${FOLDER}/*.json)
list(SORT files)
set(entries "")
foreach(file ${files})
    get_filename_component(name ${file} NAME_WE)
    file(READ ${file} text)
    string(APPEND entries "        {\"${name}\", R\"json(${text})json\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"core/experiments/embedded_presets.h\"

namespace dalescope {

std::vector<std::pair<std::string, std::string>> embeddedPresets() {
    return {
${entries}    };
}

} // namespace dalescope
")
