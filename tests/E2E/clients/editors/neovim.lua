vim.api.nvim_create_autocmd('FileType', {
  pattern = 'cs',
  callback = function(event)
    vim.g.gptoss = vim.g.gptoss or vim.lsp.start_client({
      name = 'gptoss',
      cmd = { 'gptoss', 'lsp' },
      root_dir = vim.fn.getcwd(),
      init_options = { trusted = true },
    })
    vim.lsp.buf_attach_client(event.buf, vim.g.gptoss)
  end,
})

vim.keymap.set('n', '<leader>ge', function()
  local place = { uri = vim.uri_from_bufnr(0), range = vim.lsp.util.make_range_params().range }
  local command = { command = 'gptoss.server.explain', arguments = { place } }
  vim.lsp.buf_request(0, 'workspace/executeCommand', command, function(_, answer)
    if answer then
      vim.cmd('new')
      vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(answer.answer, '\n'))
    end
  end)
end)
