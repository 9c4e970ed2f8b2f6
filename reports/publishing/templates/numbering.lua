-- Numbers sections, theorems, equations, figures and tables and links every @fig:x, @tbl:x, @thm:x, @eq:x, @sec:x to
-- its number. A reference that names nothing stops the conversion. Runs before citeproc, the same for HTML and Typst;
-- markup.lua, which runs next, finds the numbers in the attributes `number` and `kind`.

local words = { fig = "Figure", tbl = "Table", thm = "Theorem", eq = "", sec = "Section" }
local theorems = pandoc.List { "theorem", "lemma", "proposition", "corollary", "definition", "assumption",
  "counterexample", "example", "remark" }
local labels, counters, sections, problems, cited = {}, {}, {}, {}, false

local function complain(...) table.insert(problems, string.format(...)) end

local function count(prefix)
  counters[prefix] = (counters[prefix] or 0) + 1
  return tostring(counters[prefix])
end

local function register(id, prefix, number, word)
  if id == "" then return end
  if labels[id] then complain("an id must name one thing only, but #%s is given twice.", id) end
  if prefix ~= "sec" and id:match "^(%a+):" ~= prefix then
    complain("the id of a %s must begin with %s:, but it is #%s.", word, prefix, id)
  end
  labels[id] = { number = number, text = prefix == "eq" and "(" .. number .. ")" or word .. "\u{a0}" .. number }
end

-- First pass, in reading order: give out the numbers.

local function number_section(header)
  if header.classes:includes "unnumbered" then return end
  local depth = header.level
  sections[depth] = (sections[depth] or 0) + 1
  for deeper = depth + 1, 6 do sections[deeper] = nil end
  for above = 1, depth - 1 do sections[above] = sections[above] or 0 end
  local number = table.concat(sections, ".", 1, depth)
  register(header.identifier, "sec", number, "Section")
  header.content = pandoc.Inlines { pandoc.Span(number, { class = "number" }), pandoc.Str "\u{2002}" } .. header.content
  return header
end

local function number_caption(prefix)
  return function(block)
    local first = block.caption.long[1]
    if not first then
      if block.identifier ~= "" then complain("#%s must have a caption, since it has an id.", block.identifier) end
      return
    end
    local number = count(prefix)
    register(block.identifier, prefix, number, words[prefix])
    local head = pandoc.Strong(words[prefix] .. "\u{a0}" .. number .. ".")
    first.content = pandoc.Inlines { head, pandoc.Space() } .. first.content
    block.caption.long[1] = first
    return block
  end
end

local function number_theorem(div)
  local kind = div.classes:filter(function(class) return theorems:includes(class) or class == "proof" end)[1]
  if not kind then return end
  local head = pandoc.Inlines {}
  if kind == "proof" then
    head:insert(pandoc.Emph "Proof.")
  else
    local word = kind:sub(1, 1):upper() .. kind:sub(2)
    local number = count "thm" -- one sequence for all kinds, so that Lemma 2 is found between Theorems 1 and 3
    register(div.identifier, "thm", number, word)
    local title = div.attributes.title
    head:insert(pandoc.Strong(word .. "\u{a0}" .. number .. (title and "" or ".")))
    if title then
      local parsed = pandoc.utils.blocks_to_inlines(pandoc.read(title, "markdown").blocks)
      head = head .. { pandoc.Space(), pandoc.Str "(" } .. parsed .. { pandoc.Str ")." }
    end
  end
  div.attributes.title = nil -- otherwise the browser shows it as a tooltip
  head:insert(pandoc.Space())
  local first = div.content[1]
  if first and first.t == "Para" and not (first.content[1].t == "Math") then
    first.content = head .. first.content
    div.content[1] = first
  else
    div.content:insert(1, pandoc.Para(head))
  end
  if kind == "proof" then
    local last = div.content[#div.content]
    if last.t == "Para" then last.content = last.content .. { pandoc.Str "\u{a0}∎" } end
    div.content[#div.content] = last
  end
  div.attributes.kind = kind
  return div
end

local function number_equations(block) -- $$ … $$ {#eq:id}
  local inlines, out, i = block.content, pandoc.Inlines {}, 1
  while i <= #inlines do
    local item = inlines[i]
    if item.t == "Math" and item.mathtype == "DisplayMath" then
      local after = i + 1
      while inlines[after] and (inlines[after].t == "Space" or inlines[after].t == "SoftBreak") do after = after + 1 end
      local id = inlines[after] and inlines[after].t == "Str" and inlines[after].text:match "^{#(eq:[%w_.-]+)}$"
      local attributes = { id = id or "", class = "equation" }
      if id then
        attributes.number = count "eq"
        register(id, "eq", attributes.number, "equation")
        i = after
      end
      item = pandoc.Span({ item }, attributes)
    end
    out:insert(item)
    i = i + 1
  end
  block.content = out
  return block
end

local first_pass = {
  traverse = "topdown",
  Header = number_section,
  Figure = number_caption "fig",
  Table = number_caption "tbl",
  Div = number_theorem,
  Para = number_equations,
  Plain = number_equations, -- an item of a tight list
}

-- Second pass: references become links.

local function link_references(cite)
  local ours = cite.citations:filter(function(c) return words[c.id:match "^(%a+):" or ""] ~= nil end)
  if #ours == 0 then cited = true return end
  if #ours < #cite.citations then complain("figures and works must be cited apart: %s", pandoc.utils.stringify(cite)) end
  local out = pandoc.Inlines {}
  for i, citation in ipairs(ours) do
    local label = labels[citation.id]
    if not label then
      complain("@%s must name something of this page, but nothing here has the id #%s.", citation.id, citation.id)
      label = { text = "?", number = "?" }
    end
    if i > 1 then out:extend { pandoc.Str ",", pandoc.Space() } end
    if #citation.prefix > 0 then out = out .. citation.prefix .. { pandoc.Space() } end
    local text = citation.mode == "SuppressAuthor" and label.number or label.text
    out:insert(pandoc.Link(text, "#" .. citation.id, "", { class = "reference" }))
    out = out .. citation.suffix
  end
  return out
end

local function refuse_stray_label(text)
  if text.text:match "^{#%a+:" then complain("%s must follow a formula, a caption, an image or a heading.", text.text) end
end

local function number_and_link(blocks)
  return blocks:walk(first_pass):walk { Cite = link_references, Str = refuse_stray_label }
end

function Pandoc(doc)
  doc.blocks = number_and_link(doc.blocks)
  if doc.meta.abstract then doc.meta.abstract = number_and_link(doc.meta.abstract) end
  if #problems > 0 then
    io.stderr:write(table.concat(problems, "\n"), "\n")
    os.exit(1) -- error() would add a stack trace that says nothing about the page
  end
  if cited then
    doc.blocks:insert(pandoc.Header(1, "References", { id = "references", class = "unnumbered" }))
    doc.blocks:insert(pandoc.Div({}, { id = "refs" }))
  end
  return doc
end
