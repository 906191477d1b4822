// A small C# project to work on.
// @ts-check
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const project = `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
  </PropertyGroup>
</Project>
`;

const warehouse = `namespace Shop;

/// <summary>Holds products by their name.</summary>
public sealed class Warehouse
{
    private readonly Dictionary<string, Product> products = [];

    public sealed record Product(string Name, decimal UnitPrice, int Quantity);

    public void Add(Product product)
    {
        products[product.Name] = product;
    }

    public Product? Find(string name)
    {
        return products.GetValueOrDefault(name);
    }

    public decimal TotalValue()
    {
        var total = 0m;
        foreach (var product in products.Values)
        {
            
        }

        return total;
    }
}
`;

/** The place in Warehouse.cs where a statement is missing. */
export const gap = { line: 25, column: 13 };

export const shop = { 'Shop.csproj': project, 'Warehouse.cs': warehouse };

/** `Find` in one line, as a refactoring writes it. */
export const shorterFind = 'public Product? Find(string name) => products.GetValueOrDefault(name);';

/** What a review finds in `Add`. */
export const lostProduct = {
  path: 'Warehouse.cs',
  startLine: 12,
  endLine: 12,
  severity: 'warning',
  rule: 'lost-product',
  message: 'A product of the same name is lost.',
  suggestion: 'Throw when the name is taken.',
};

/** Makes a repository of the project; its working tree has one change. @param {string} workspace @param {NodeJS.ProcessEnv} env */
export function commitAndChange(workspace, env) {
  const git = (/** @type {string[]} */ ...args) => execFileSync('git', args, { cwd: workspace, env, stdio: 'pipe' });
  const file = join(workspace, 'Warehouse.cs');
  writeFileSync(file, warehouse.replace('products[product.Name] = product', 'products.Add(product.Name, product)'));
  writeFileSync(join(workspace, '.gitignore'), 'bin/\nobj/\n');
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-qm', 'Begin');
  writeFileSync(file, warehouse);
}
