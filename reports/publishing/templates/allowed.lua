-- Stops at what the Markdown of a page may not hold, because results.json may be a stranger's and its words are Markdown:
-- raw HTML, Typst and TeX, images other than the page's own figures, addresses neither of the web nor of a file of the
-- report, and attributes and names that no page needs. Runs between numbering.lua, which reads titles, and markup.lua,
-- which writes raw text.

local ATTRIBUTES = pandoc.List { "lang", "alt", "width", "number", "kind", "title" }

local function stop(...)
  io.stderr:write(string.format(...), "\n")
  os.exit(1)
end

local function allow(element)
  local names = pandoc.List { element.identifier } .. element.classes
  for _, name in ipairs(names) do
    if not name:match "^[%w:_.-]*$" then stop("a name must be letters, digits and hyphens, but is %q", name) end
  end
  for key, value in pairs(element.attributes) do
    if not ATTRIBUTES:includes(key) then stop("no page needs the attribute %q", key) end
    if key == "width" and not value:match "^%d+%%$" then stop("a width must be so many %%, but is %q", value) end
  end
end

local function allow_image(image)
  allow(image)
  if not image.src:match "^figures/[%w-]+%.svg$" then stop("an image must be a figure beside the page, but it is %s", image.src) end
end

local function allow_link(link)
  allow(link)
  local beside = link.target:match "^%l[%l.-]*%.%l+$" or link.target:match "^data/[%l%d-]+%.csv$"
    or link.target:match "^cards/L%d+%.svg$"
  if not (link.target:match "^https?://" or link.target:match "^#" or beside) then
    stop("a link must lead to the web, or to a file of the report, but leads to %s", link.target)
  end
end

local function no_raw(raw) stop("a page must be Markdown without raw %s, but has %q", raw.format, raw.text:sub(1, 60)) end

return {
  {
    RawInline = no_raw,
    RawBlock = no_raw,
    Image = allow_image,
    Link = allow_link,
    Span = allow,
    Div = allow,
    Header = allow,
    Code = allow,
    CodeBlock = allow,
    Table = allow,
  },
}
