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
