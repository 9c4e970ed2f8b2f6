-- Stops at what a page of the manual may not have: attributes that run or place something, and images, which would be
-- loaded. Raw HTML is no part of its Markdown (see pages.py). Runs first.

local function stop(...)
  io.stderr:write(string.format(...), "\n")
  os.exit(1) -- error() would add a stack trace that says nothing about the page
end

local function allow(element)
  for _, name in ipairs(pandoc.List { element.identifier } .. element.classes) do
    if not name:match "^[^%s\"'<>&]*$" then stop("a name must be one word without quotes, but is %q", name) end
  end
  for key in pairs(element.attributes) do
    if key ~= "file" then stop("no page needs the attribute %q", key) end
  end
end

local function no_image(image) stop("a page loads nothing, but has the image %s", image.src) end

return {
  { Image = no_image, Link = allow, Span = allow, Div = allow, Header = allow, Code = allow, CodeBlock = allow, Table = allow },
}
