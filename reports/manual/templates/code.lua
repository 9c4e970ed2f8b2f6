-- Gives blocks of code what a reader wants of them: the name of a file above it, and what is typed apart from what is
-- printed. Runs before markup.lua, which would drop their kinds.

local kinds = pandoc.List { "console", "output", "python", "usage" }

local function escaped(text) return (text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;"):gsub('"', "&quot;")) end

local function typed(line)
  local command = line:match "^%$ (.*)$"
  if not command then return escaped(line) end
  return '<span class="prompt" aria-hidden="true">$ </span><b>' .. escaped(command) .. "</b>"
end

local function dress_code(block)
  local kind = block.classes[1] or "text"
  local lines = {}
  for line in (block.text .. "\n"):gmatch "(.-)\n" do
    table.insert(lines, kind == "console" and typed(line) or escaped(line))
  end
  local name = block.attributes.file
  local head = name and '<p class="file"><code>' .. escaped(name) .. "</code></p>" or ""
  local shown = kinds:includes(kind) and kind or "text"
  local code = table.concat(lines, "\n")
  return pandoc.RawBlock("html", string.format('%s<pre class="%s" tabindex="0"><code>%s</code></pre>', head, shown, code))
end

return { { CodeBlock = dress_code } }
