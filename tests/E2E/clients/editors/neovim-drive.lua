-- What a person does in Neovim, without the person: opens a file, takes a code action, takes it back, has the code
-- explained, asks for the status.
-- Writes what it saw as JSON to the file that GPTOSS_SEEN names.
local seen = {}

local function wait(what, condition)
  assert(vim.wait(120000, condition, 50), 'gave up waiting for ' .. what)
end

local function lines()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
end

local function drive()
  vim.notify = function(message)
    table.insert(seen.messages, message)
  end
  seen.messages = {}
  vim.cmd('edit Cart.cs')
  vim.cmd('filetype detect')
  wait('the server', function()
    local client = vim.lsp.get_client_by_id(vim.g.gptoss or -1)
    return client ~= nil and client.initialized and client.server_capabilities ~= nil
  end)
  local before = lines()

  vim.ui.select = function(items, _, on_choice)
    seen.titles = vim.tbl_map(function(item)
      return item[2].title
    end, items)
    for _, item in ipairs(items) do
      if item[2].title == 'Use an expression body with gptoss' then
        return on_choice(item)
      end
    end
    error('no such action')
  end
  vim.api.nvim_win_set_cursor(0, { 9, 8 })
  vim.lsp.buf.code_action()
  wait('the edit', function()
    return lines() ~= before
  end)
  seen.edited = lines()
  vim.cmd('undo')
  seen.undone = lines() == before

  vim.api.nvim_win_set_cursor(0, { 9, 8 })
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes('<leader>ge', true, true, true), 'x', false)
  wait('the explanation', function()
    return #vim.api.nvim_list_wins() > 1
  end)
  seen.explained = lines()
  vim.cmd('quit!')

  local answers = vim.lsp.buf_request_sync(0, 'workspace/executeCommand', { command = 'gptoss.server.status' }, 60000)
  seen.status = answers[vim.g.gptoss].result
end

local ok, problem = pcall(drive)
seen.problem = not ok and problem or nil
local file = assert(io.open(os.getenv('GPTOSS_SEEN'), 'w'))
file:write(vim.fn.json_encode(seen))
file:close()
vim.cmd('qall!')
