-- Gives what pandoc has no markup for (verdicts, Chinese quotes, theorem boxes, numbered formulas, tables that scroll)
-- its HTML for page.css and its Typst for page.typ. Runs after allowed.lua.

local html = FORMAT:match "html" ~= nil
local verdicts = pandoc.List { "attained", "holds", "conditional", "refuted", "undecided", "open" }

local function raw(text) return pandoc.RawInline(html and "html" or "typst", text) end
local function rawblock(text) return pandoc.RawBlock(html and "html" or "typst", text) end
local function quoted(text) return '"' .. text:gsub("%s+", " "):gsub('[\\"]', "\\%0") .. '"' end
local function anchor(id) return id ~= "" and " <" .. id .. ">" or "" end

local function attribute(text) return (text:gsub("&", "&amp;"):gsub('"', "&quot;"):gsub("<", "&lt;")) end

local function stop(...)
  io.stderr:write(string.format(...), "\n")
  os.exit(1) -- error() would add a stack trace that says nothing about the page
end

local function dress_span(span)
  if span.classes:includes "equation" then
    local number = span.attributes.number
    span.attributes.number = nil
    if html then
      if number then span.content:insert(pandoc.Span("(" .. number .. ")", { class = "number" })) end
      return span
    end
    local open, math = span.content[1], span.content[2] -- what dress_math has made of the formula
    local shown = "#display(" .. (number and quoted("(" .. number .. ")") or "none") .. ")["
    return { raw(shown), open, math, raw("]]" .. anchor(span.identifier)) }
  elseif span.classes:includes "verdict" then
    local verdict = span.classes:filter(function(class) return verdicts:includes(class) end)[1]
    if not verdict then
      stop("a verdict must be one of %s, but came as .%s.", table.concat(verdicts, ", "), table.concat(span.classes, " ."))
    end
    if html then return end
    return pandoc.Inlines { raw("#verdict(" .. quoted(verdict) .. ")[") } .. span.content .. { raw "]" }
  elseif span.classes:includes "steps" and not html then
    return {} -- to other cards: pages are turned
  elseif span.classes:includes "sources" and not html then
    return pandoc.Inlines { raw "#sources[" } .. span.content .. { raw "]" }
  elseif span.attributes.lang == "zh" and not html then
    return pandoc.Inlines { raw "#zh[" } .. span.content .. { raw "]" }
  end
end

local function name_cells(block) -- so that each cell still says what it is where a phone shows the rows as a list
  local heads = block.head.rows[1].cells
  for _, row in ipairs(block.bodies[1].body) do
    for column, cell in ipairs(row.cells) do
      cell.attributes["data-head"] = pandoc.utils.stringify(heads[column].contents)
    end
  end
end

local SHORT = 28 -- letters of a cell that stays in one line
local LONGEST = 80 -- letters of a cell that count for its column's width
local ROOM = 6 -- letters: no column is narrower

local function letters(cell) -- about as many as it is wide: a formula takes less room than its TeX
  local count = #pandoc.utils.stringify(cell.contents)
  cell.contents:walk { Math = function(math) count = count - #math.text * 2 // 3 end }
  return count
end

local function longest_word(cell)
  local most = 0
  for word in pandoc.utils.stringify(cell.contents):gmatch "%S+" do most = math.max(most, #word) end
  return most
end

local function longest_cell(block)
  local most = 0
  for _, row in ipairs(block.bodies[1].body) do
    for _, cell in ipairs(row.cells) do most = math.max(most, letters(cell)) end
  end
  return most
end

local function fit_columns(block) -- as wide as their cells; if these are long, in proportion to what stands in them
  if longest_cell(block) <= SHORT then
    block.colspecs = block.colspecs:map(function(spec) return { spec[1] } end)
    return
  end
  local sums, total = {}, 0
  for _, row in ipairs(block.bodies[1].body) do
    for column, cell in ipairs(row.cells) do
      sums[column] = (sums[column] or 0) + math.min(letters(cell), LONGEST) ^ 2 -- so that a few long ones count
    end
  end
  for column, sum in ipairs(sums) do
    local word = longest_word(block.head.rows[1].cells[column]) -- is not broken
    sums[column] = ROOM + math.max(word, math.sqrt(sum / #block.bodies[1].body))
    total = total + sums[column]
  end
  for column, spec in ipairs(block.colspecs) do
    block.colspecs[column] = { spec[1], sums[column] / total }
  end
end

local function is_landscape(block) return block.t == "Table" and block.classes:includes "landscape" end

local function dress_table(block)
  local wide, landscape = block.classes:includes "wide", is_landscape(block)
  if not html then
    fit_columns(block)
    return { rawblock(wide and "#wide-table[" or "#narrow-table["), block, rawblock "]" }
  end
  if landscape then name_cells(block) end
  local caption, id = block.caption.long, block.identifier
  block.caption, block.identifier = { long = {} }, ""
  local short = longest_cell(block) <= SHORT and " short" or "" -- a phone needs no more than its words' width
  local class = (wide and " wide" or "") .. (landscape and " landscape" or "") .. short
  local open = string.format('<figure class="table%s"%s>', class, id ~= "" and ' id="' .. id .. '"' or "")
  local out = pandoc.Blocks { rawblock(open) }
  if caption[1] then -- outside the box that scrolls, so that a phone shows all of it
    out:extend { rawblock "<figcaption>", pandoc.Plain(pandoc.utils.blocks_to_inlines(caption)), rawblock "</figcaption>" }
  end
  out:extend { rawblock '<div class="scroll" tabindex="0">', block, rawblock "</div>", rawblock "</figure>" }
  return out
end

local function dress_claim(div) -- on paper its picture stands beside as much of it as is best
  if html then return div end
  local picture, blocks = pandoc.Blocks {}, pandoc.Blocks {}
  for _, block in ipairs(div.content) do
    local beside = block.t == "Div" and block.classes:includes "beside"
    if beside then picture:insert(block.content:remove(1)) end
    blocks:extend(beside and block.content or { block })
  end
  local out = pandoc.Blocks { rawblock "#card([" } .. picture .. { rawblock "], (" }
  for _, block in ipairs(blocks) do out:extend { rawblock "[", block, rawblock "]," } end
  out:insert(rawblock("))" .. anchor(div.identifier)))
  return out
end

local function unfolded(title, content) -- on paper; a list alone is told in one paragraph
  local head = pandoc.Inlines { pandoc.Emph { pandoc.Str(title .. ":") } }
  if content[1].t == "Para" then
    content[1].content = head .. { pandoc.Space() } .. content[1].content
    return content
  end
  if #content ~= 1 or content[1].t ~= "BulletList" then return pandoc.Blocks { pandoc.Para(head) } .. content end
  for i, item in ipairs(content[1].content) do
    head:insert(i > 1 and pandoc.Str "; " or pandoc.Space())
    head:extend(pandoc.utils.blocks_to_inlines(item))
  end
  return pandoc.Blocks { pandoc.Para(head) }
end

local function dress_details(div)
  local title = div.attributes.title
  div.attributes.title = nil
  if not html then return unfolded(title, div.content) end
  local open = (div.classes:includes "screen" and '<details class="screen">' or "<details>") .. "<summary>" .. attribute(title) .. "</summary>"
  return pandoc.Blocks { rawblock(open) } .. div.content .. { rawblock "</details>" }
end

local function dress_glossary(div)
  if html then return div end
  return pandoc.Blocks { rawblock "#glossary[" } .. div.content .. { rawblock "]" }
end

local function dress_toy(div) -- toys/page.py puts it there; on paper there is nothing to try out
  if not html then return {} end
  div.content:insert(rawblock('<div data-toy="' .. attribute(div.attributes.title or "") .. '"></div>'))
  return div.content
end

local function dress_div(div)
  if not html and div.classes:includes "screen" then return {} end
  if div.classes:includes "toy" then return dress_toy(div) end
  if div.classes:includes "claim" then return dress_claim(div) end
  if div.classes:includes "details" then return dress_details(div) end
  if div.classes:includes "glossary" then return dress_glossary(div) end
  if div.classes:includes "contents" then return html and {} or rawblock "#contents()" end -- HTML has them beside the text
  local kind = div.attributes.kind
  if not kind then return end
  div.attributes.kind = nil
  if html then
    if kind ~= "proof" then div.classes:insert "statement" end
    return div
  end
  local open = kind == "proof" and "#proof[" or "#statement["
  return pandoc.Blocks { rawblock(open) } .. div.content .. { rawblock("]" .. anchor(div.identifier)) }
end

local function dress_image(image)
  if html then -- pages.py puts the drawing there
    local key, alt = image.src:match "^figures/(.+)%.svg$", image.attributes.alt or pandoc.utils.stringify(image.caption)
    local kind = image.classes:includes "plane" and " plane" or image.classes:includes "small" and " small" or ""
    local classes = "drawing" .. kind
    return raw(string.format('<span class="%s" data-figure="%s" data-words="%s"></span>', classes, key, attribute(alt)))
  end
  local alt = quoted(image.attributes.alt or pandoc.utils.stringify(image.caption))
  local own = image.classes:includes "diagram" and "auto" or image.classes:includes "small" and "200pt" -- words of 8 pt
  local width = image.attributes.width or own
  if not width then return raw(string.format("#drawing(%s, alt: %s)", quoted(image.src), alt)) end
  return raw(string.format("#image(%s, alt: %s, width: %s)", quoted(image.src), alt, width))
end

local function dress_math(math) -- PDF/A wants words behind every formula: a screen reader gets its TeX
  if html then return end
  local alt = math.text:match "^%s*(.-)%s*$"
  math.text = math.text:gsub("\\[;:!]", " ") -- hand-made spaces come out of Typst too wide, or as an overlap
  return { raw("#[#set math.equation(alt: " .. quoted(alt) .. ");"), math, raw "]" }
end

local function run_in(list) -- pandoc's own would begin each meaning on a new line
  if html then return nil end
  return list.content:map(function(item)
    local meaning = pandoc.utils.blocks_to_inlines(item[2][1])
    return pandoc.Plain(pandoc.Inlines { raw "#terms.item[" } .. item[1] .. { raw "][" } .. meaning .. { raw "]" })
  end)
end

local function plain_code(block)
  block.classes = {} -- no colours: one thing less to embed
  return block
end

local function keep_question(blocks) -- the question below a heading stays with the heading and what follows it
  if html then return nil end
  local out = pandoc.Blocks {}
  for i, block in ipairs(blocks) do
    local below = i > 1 and blocks[i - 1].t == "Header" and block.t == "Para"
    if below and #block.content == 1 and block.content[1].t == "Emph" then
      out:extend { rawblock "#block(sticky: true)[", block, rawblock "]" }
    else
      out:insert(block)
    end
  end
  return out
end

local ROW = 535 -- points: so wide may two drawings be that stand side by side

local function drawn_width(block) -- in points on paper; nothing of what is no drawing alone or has a width of its own
  local width = nil
  block:walk { Image = function(image)
    local _, svg = pandoc.mediabag.fetch(image.src)
    local number, unit = (svg or ""):match '<svg[^>]- width="([%d.]+)(%a*)"'
    if number and not image.attributes.width then width = number * (unit == "pt" and 8 / 8.5 or 3 / 4) end
  end }
  return width
end

local function side_by_side(figures) -- every two that follow each other and have room
  local out, i = {}, 1
  while figures[i] do
    local one, other = drawn_width(figures[i]), figures[i + 1] and drawn_width(figures[i + 1])
    if one and other and one + other <= ROW then
      table.insert(out, { rawblock "#pair[", figures[i], rawblock "][", figures[i + 1], rawblock "]" })
      i = i + 2
    else
      table.insert(out, { figures[i] })
      i = i + 1
    end
  end
  return out
end

local function spread(section) -- a float is set near where it is anchored: among its section's text, not after it
  local figures, text = pandoc.Blocks {}, pandoc.Blocks {}
  for _, block in ipairs(section) do (block.t == "Figure" and figures or text):insert(block) end
  local floats, out, placed = side_by_side(figures), pandoc.Blocks {}, 0
  for i = 1, math.max(1, #text) do
    if text[i] then out:insert(text[i]) end
    while placed < #floats and placed * #text < i * #floats do
      placed = placed + 1
      out:extend(floats[placed])
    end
  end
  return out
end

local function place_floats(doc) -- a chapter's tables that lie across a page stand after it, together
  if html then return nil end
  local out, section, across = pandoc.Blocks {}, pandoc.Blocks {}, pandoc.Blocks {}
  local function close(level)
    out:extend(spread(section))
    section = pandoc.Blocks {}
    if level > 1 then return end
    if #across > 0 then out:extend(pandoc.Blocks { rawblock "#landscape[" } .. across .. { rawblock "]" }) end
    across = pandoc.Blocks {}
  end
  for _, block in ipairs(doc.blocks) do
    if block.t == "Header" and block.level <= 2 then
      close(block.level)
      out:insert(block)
    else
      (is_landscape(block) and across or section):insert(block)
    end
  end
  close(1)
  doc.blocks = out
  return doc
end

return {
  { Pandoc = place_floats },
  {
    Blocks = keep_question,
    Math = dress_math,
    Span = dress_span,
    Image = dress_image,
    Table = dress_table,
    Div = dress_div,
    CodeBlock = plain_code,
    DefinitionList = run_in,
  },
}
