using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>
/// The hook as git itself drives it: whatever a commit is made from, an error that it would bring is found or named as not looked at,
/// and the review changes neither index nor files.
/// </summary>
public sealed class GitHookTests(HookRepository repository) : IClassFixture<HookRepository>
{
    /// <summary>Name, script, and what has to come of it: <c>error PATH</c>, <c>warning PATH</c>, <c>gap PATH</c> or <c>clean</c>.</summary>
    public static TheoryData<string, string, string> Commits =>
        new()
        {
            // Ways to commit
            { "added", "broken; git add .; git commit -qm x", "error Lib/A.cs" },
            { "-a", "broken; git commit -qam x", "error Lib/A.cs" },
            { "path", "broken; git commit -qm x -- Lib/A.cs", "error Lib/A.cs" },
            { "-i path", "broken; git commit -qm x -i Lib/A.cs", "error Lib/A.cs" },
            {
                "-o path, the error stays staged",
                "broken; git add .; echo '//' >>Lib/User.cs; git commit -qm x Lib/User.cs",
                "clean"
            },
            {
                "-o path needs what stays staged",
                "class New 1 >Lib/New.cs; git add .; uses New; git commit -qm x Lib/A.cs",
                "error Lib/A.cs"
            },
            { "-p takes the error", "broken; yes | git commit -qp -m x", "error Lib/A.cs" },
            {
                "-p leaves the error",
                "broken; sed -i 's/return 2;/return 4;/' Lib/A.cs; printf 'n\\ny\\n' | git commit -qp -m x",
                "clean"
            },
            {
                "-p takes one of two",
                "broken; sed -i 's/return 2;/return 4;/' Lib/A.cs; printf 'y\\nn\\n' | git commit -qp -m x",
                "error Lib/A.cs"
            },
            {
                "--amend -a",
                "git commit -q --allow-empty --no-verify -m x; broken; git commit -q --amend -a --no-edit",
                "error Lib/A.cs"
            },
            { "from a folder below", "broken; cd Lib; git commit -qam x", "error Lib/A.cs" },
            { "path from a folder below", "broken; cd Lib; git commit -qm x A.cs", "error Lib/A.cs" },
            {
                "--git-dir and --work-tree",
                "broken; cd /; git --git-dir=\"$OLDPWD/.git\" --work-tree=\"$OLDPWD\" commit -qam x",
                "error Lib/A.cs"
            },
            {
                "GIT_DIR apart from the work tree",
                "broken; mv .git ../elsewhere.git; GIT_DIR=$PWD/../elsewhere.git GIT_WORK_TREE=$PWD git commit -qam x; mv ../elsewhere.git .git",
                "error Lib/A.cs"
            },
            {
                "index of the user's own",
                "cp .git/index ../elsewhere.index; broken; export GIT_INDEX_FILE=$PWD/../elsewhere.index; git add .; git commit -qm x",
                "error Lib/A.cs"
            },
            { "first commit", "git checkout -q --orphan new; broken; git commit -qam x", "error Lib/A.cs" },
            {
                "the hook changes its folder",
                "broken; sed -i '2i cd Lib' .git/hooks/pre-commit; git add .; git commit -qm x",
                "error Lib/A.cs"
            },
            {
                "through a link",
                "ln -s \"$PWD\" ../elsewhere; export HOOK_ARGS=\"--root $PWD/../elsewhere\"; broken; git commit -qam x",
                "error Lib/A.cs"
            },
            {
                "through a link to a folder",
                "ln -s \"$PWD/Lib\" ../elsewhere; export HOOK_ARGS=\"--root $PWD/../elsewhere\"; broken; git commit -qam x",
                "error Lib/A.cs"
            },
            { "split index", "git update-index --split-index; broken; git commit -qam x", "error Lib/A.cs" },
            // The index is not the disk
            { "error staged, fixed on disk", "broken; git add .; fixed; git commit -qm x", "error Lib/A.cs" },
            {
                "error on disk alone",
                "sed -i 's/return 2;/return 4;/' Lib/A.cs; git add .; broken; git commit -qm x",
                "clean"
            },
            {
                "needed file untracked",
                "class New 1 >Lib/New.cs; uses New; git add Lib/A.cs; git commit -qm x",
                "error Lib/A.cs"
            },
            {
                "needed file intended to be added",
                "class New 1 >Lib/New.cs; uses New; git add -N Lib/New.cs; git add Lib/A.cs; git commit -qm x",
                "error Lib/A.cs"
            },
            {
                "needed file ignored",
                "class New 1 >Lib/New.made.cs; uses New; git add .; git commit -qm x",
                "warning Lib/A.cs"
            },
            {
                "needed file staged, deleted on disk",
                "class New 1 >Lib/New.cs; uses New; git add .; rm Lib/New.cs; git commit -qm x",
                "clean"
            },
            {
                "needed change not staged",
                "sed -i 's/Of/By/' Lib/Tax.cs; sed -i 's/Tax.Of/Tax.By/' Lib/User.cs; git add Lib/User.cs; git commit -qm x",
                "error Lib/User.cs"
            },
            {
                "needed change assumed unchanged",
                "git update-index --assume-unchanged Lib/Tax.cs; sed -i 's/Of/By/' Lib/Tax.cs; sed -i 's/Tax.Of/Tax.By/' Lib/User.cs; git add .; git commit -qm x",
                "error Lib/User.cs"
            },
            {
                "file outside a sparse checkout",
                "git update-index --skip-worktree Lib/Tax.cs; rm Lib/Tax.cs; sed -i 's/return 2;/return 4;/' Lib/A.cs; git commit -qam x",
                "clean"
            },
            {
                "settings of the build not staged",
                "printf 'root = true\\n[*.cs]\\ndotnet_diagnostic.CS0168.severity = error\\n' >.editorconfig; sed -i 's/return 2;/return 4;/' Lib/A.cs; git add Lib; git commit -qm x",
                "gap .editorconfig"
            },
            // What the change does to files that it does not touch
            {
                "renamed member, its user not staged",
                "sed -i 's/int F/int E/' Lib/A.cs; git add .; sed -i 's/.F()/.E()/' Lib/User.cs; git commit -qm x",
                "error Lib/User.cs"
            },
            { "deleted file in use", "git rm -q Lib/Tax.cs; git commit -qm x", "error Lib/User.cs" },
            { "untracked again", "git rm -q --cached Lib/Tax.cs; git commit -qm x", "error Lib/User.cs" },
            {
                "revert of a file in use",
                "class New 1 >Lib/New.cs; git add .; git commit -qnm x; uses New; git commit -qnam x; git revert -n HEAD~1; git commit -qm x",
                "error Lib/A.cs"
            },
            { "moved file", "git mv Lib/Tax.cs Lib/Duty.cs; git commit -qm x", "clean" },
            {
                "moved and broken file",
                "git mv Lib/Tax.cs Lib/Duty.cs; sed -i 's/=> 1/=> nothing/' Lib/Duty.cs; git commit -qam x",
                "error Lib/Duty.cs"
            },
            { "copied file", "cp Lib/Tax.cs Lib/Copy.cs; git add .; git commit -qm x", "error Lib/Copy.cs" },
            // Merges
            {
                "merge with an error",
                "git switch -qc b; sed -i 's/Of/By/' Lib/Tax.cs; sed -i 's/Tax.Of/Tax.By/' Lib/User.cs; git commit -qnam b; git switch -q main; sed -i 's/return 1;/return Tax.Of();/' Lib/A.cs; git commit -qnam m; git merge -q b -m x",
                "error Lib/A.cs"
            },
            {
                "conflict solved with an error",
                "git switch -qc b; sed -i 's/return 1/return 5/' Lib/A.cs; git commit -qnam b; git switch -q main; sed -i 's/return 1/return 6/' Lib/A.cs; git commit -qnam m; git merge -q b >/dev/null; sed -i '/^[<=>]/d; s/return 5/return nothing/' Lib/A.cs; git commit -qam x",
                "error Lib/A.cs"
            },
            {
                "conflict not solved",
                "git switch -qc b; sed -i 's/return 1/return 5/' Lib/A.cs; git commit -qnam b; git switch -q main; sed -i 's/return 1/return 6/' Lib/A.cs; git commit -qnam m; git merge -q b >/dev/null; git hook run pre-commit",
                "gap Lib/A.cs"
            },
            {
                "conflict marks staged",
                "git switch -qc b; sed -i 's/return 1/return 5/' Lib/A.cs; git commit -qnam b; git switch -q main; sed -i 's/return 1/return 6/' Lib/A.cs; git commit -qnam m; git merge -q b >/dev/null; git add .; git commit -qm x",
                "error Lib/A.cs"
            },
            {
                "changed here, deleted there",
                "git switch -qc b; git rm -q Lib/Tax.cs; git commit -qnm b; git switch -q main; sed -i 's/=> 1/=> 2/' Lib/Tax.cs; git commit -qnam m; git merge -q b >/dev/null; git hook run pre-commit",
                "gap Lib/Tax.cs"
            },
            // What is no file of its own
            {
                "link",
                "ln -s ../shared/Rate.cs Lib/Again.link.cs; mv Lib/Again.link.cs shared/Again.cs; git add .; git commit -qm x",
                "clean"
            },
            {
                "error behind a link",
                "sed -i 's/=> 1/=> nothing/' shared/Rate.cs; git commit -qam x",
                "error shared/Rate.cs"
            },
            {
                "error behind a link, fixed on disk",
                "sed -i 's/=> 1/=> nothing/' shared/Rate.cs; git add .; sed -i 's/nothing/1/' shared/Rate.cs; git commit -qm x",
                "error shared/Rate.cs"
            },
            {
                "link to what is not staged",
                "class New 1 >shared/New.cs; ln -s ../shared/New.cs Lib/New.cs; uses New; git add Lib; git commit -qm x",
                "error Lib/A.cs"
            },
            {
                "link that was a file",
                "mv Lib/Tax.cs shared/Tax.cs; ln -s ../shared/Tax.cs Lib/Tax.cs; git add .; git commit -qm x",
                "clean"
            },
            {
                "file that was a link",
                "rm Lib/Rate.cs; sed 's/=> 1/=> nothing/' shared/Rate.cs >Lib/Rate.cs; git add .; git commit -qm x",
                "error Lib/Rate.cs"
            },
            { "mode alone", "chmod +x Lib/A.cs; git commit -qam x", "clean" },
            { "mode and error", "chmod +x Lib/A.cs; broken; git commit -qam x", "error Lib/A.cs" },
            {
                "submodule",
                "git -c protocol.file.allow=always submodule --quiet add ../other sub; git commit -qm x",
                "gap sub"
            },
            {
                "LFS pointer",
                "printf 'version https://git-lfs.github.com/spec/v1\\noid sha256:0123\\nsize 7\\n' >Lib/Data.cs; git add .; git commit -qm x",
                "gap Lib/Data.cs"
            },
            {
                "UTF-16",
                "class Wide nothing | iconv -t UTF-16 >Lib/Wide.cs; git add .; git commit -qm x",
                "error Lib/Wide.cs"
            },
            { "no text", "head -c 3000 /dev/urandom >Lib/Noise.cs; git add .; git commit -qm x", "gap Lib/Noise.cs" },
            {
                "CRLF by autocrlf",
                "git config core.autocrlf true; sed -i 's/$/\\r/' Lib/A.cs; broken; git commit -qam x",
                "error Lib/A.cs"
            },
            // Settings and names
            {
                "settings of diffs",
                "git config color.ui always; git config diff.noprefix true; git config diff.mnemonicPrefix true; git config diff.relative true; git config diff.external false; git config diff.wordRegex .; git config diff.submodule log; broken; cd Lib; git commit -qam x",
                "error Lib/A.cs"
            },
            {
                "-c of the command line",
                "broken; git -c core.quotePath=false -c diff.noprefix=true commit -qam x",
                "error Lib/A.cs"
            },
            {
                "attributes",
                "printf '*.cs -diff diff=x\\n' >.gitattributes; git config diff.x.textconv false; git config diff.x.binary true; broken; git add .; git commit -qm x",
                "error Lib/A.cs"
            },
            {
                "strange names",
                "git config core.quotePath true; class New nothing >\"Lib/a \\\"b\\\" ü	c.cs\"; git add .; git commit -qm x",
                "error Lib/a \"b\" ü\tc.cs"
            },
            {
                "name with a line break",
                "class New nothing >$'Lib/a\\nb.cs'; git add .; git commit -qm x",
                "error Lib/a\nb.cs"
            },
            {
                "generated by its name",
                "class Made nothing >Lib/Made.g.cs; git add .; git commit -qm x",
                "error Lib/Made.g.cs"
            },
            {
                "too many lines for the model",
                "{ class Long nothing; yes // | head -2000; } >Lib/Long.cs; git add .; git commit -qm x",
                "error Lib/Long.cs"
            },
            {
                "outside all projects",
                "class Loose nothing >shared/Loose.cs; git add .; git commit -qm x",
                "gap shared/Loose.cs"
            },
        };

    /// <summary>The same for what differs from the last commit, for ranges and for patches; <c>refused WORDS</c> is bad input.</summary>
    public static TheoryData<string, string, string> Others =>
        new()
        {
            { "working: staged", "broken; git add .; review --working", "error Lib/A.cs" },
            { "working: unstaged", "broken; review --working", "error Lib/A.cs" },
            { "working: new", "class New nothing >Lib/New.cs; review --working", "error Lib/New.cs" },
            { "working: new and needed", "class New 1 >Lib/New.cs; uses New; review --working", "clean" },
            {
                "working: conflict",
                "git switch -qc b; sed -i 's/return 1/return 5/' Lib/A.cs; git commit -qnam b; git switch -q main; sed -i 's/return 1/return 6/' Lib/A.cs; git commit -qnam m; git merge -q b >/dev/null; review --working",
                "error Lib/A.cs"
            },
            {
                "working: behind a link",
                "sed -i 's/=> 1/=> nothing/' shared/Rate.cs; review --working",
                "error shared/Rate.cs"
            },
            {
                "working: before the first commit",
                "git checkout -q --orphan new; broken; review --working",
                "error Lib/A.cs"
            },
            {
                "range: its end is not the disk",
                "broken; git commit -qnam x; fixed; git commit -qnam y; review --range HEAD~2..HEAD~1",
                "error Lib/A.cs"
            },
            {
                "range: needed file untracked",
                "class New 1 >Lib/New.cs; uses New; git commit -qnam x; review --range HEAD~1..HEAD",
                "error Lib/A.cs"
            },
            {
                "range: three dots",
                "git switch -qc b; broken; git commit -qnam x; review --range main...b",
                "error Lib/A.cs"
            },
            { "patch: plain", "broken; git diff | review --patch -", "error Lib/A.cs" },
            {
                "patch: coloured",
                "broken; git -c color.ui=always -c color.diff.meta=normal diff | review --patch -",
                "error Lib/A.cs"
            },
            {
                "patch: without prefixes",
                "broken; git -c diff.noprefix=true diff | review --patch -",
                "error Lib/A.cs"
            },
            {
                "patch: other prefixes",
                "broken; git diff --src-prefix=x/y/ --dst-prefix=z/ | review --patch -",
                "error Lib/A.cs"
            },
            {
                "patch: mnemonic prefixes",
                "broken; git -c diff.mnemonicPrefix=true diff | review --patch -",
                "error Lib/A.cs"
            },
            { "patch: relative", "broken; cd Lib; git diff --relative | review --root .. --patch -", "error A.cs" },
            {
                "patch: from the root to a folder below",
                "broken; git diff | review --root Lib --patch -",
                "error Lib/A.cs"
            },
            {
                "patch: quoted path",
                "class New 1 >'Lib/a \"b\" ü.cs'; git add .; sed -i 's/1/nothing/' Lib/a*; git diff | review --patch -",
                "error Lib/a \"b\" ü.cs"
            },
            {
                "patch: mails",
                "sed -i 's/return 1;/return 7;/' Lib/A.cs; git commit -qnam x; sed -i 's/return 7;/return nothing;/' Lib/A.cs; git commit -qnam y; git format-patch --stdout HEAD~2 | review --patch -",
                "error Lib/A.cs"
            },
            {
                "patch: mails, not applied",
                "sed -i 's/return 1;/return 7;/' Lib/A.cs; git commit -qnam x; sed -i 's/return 7;/return nothing;/' Lib/A.cs; git commit -qnam y; git format-patch --stdout HEAD~2 >../state/p; git reset -q --hard HEAD~2; review --patch ../state/p",
                "error Lib/A.cs"
            },
            {
                "patch: log",
                "sed -i 's/return 1;/return 7;/' Lib/A.cs; git commit -qnam x; sed -i 's/return 7;/return nothing;/' Lib/A.cs; git commit -qnam y; git log -p -2 | review --patch -",
                "error Lib/A.cs"
            },
            {
                "patch: moved file",
                "git mv Lib/Tax.cs Lib/Duty.cs; sed -i 's/=> 1/=> nothing/' Lib/Duty.cs; git diff HEAD -M | review --patch -",
                "error Lib/Duty.cs"
            },
            {
                "patch: deleted file in use",
                "git rm -q Lib/Tax.cs; git diff HEAD | review --patch -",
                "error Lib/User.cs"
            },
            {
                "patch: merge",
                "git switch -qc b; sed -i 's/return 1/return 5/' Lib/A.cs; git commit -qnam b; git switch -q main; sed -i 's/return 1/return 6/' Lib/A.cs; git commit -qnam m; git merge -q b >/dev/null; sed -i '/^[<=>]/d; s/return 5/return nothing/' Lib/A.cs; git commit -qnam x; git show | review --patch -",
                "error Lib/A.cs"
            },
            {
                "patch: conflict",
                "git switch -qc b; sed -i 's/return 1/return 5/' Lib/A.cs; git commit -qnam b; git switch -q main; sed -i 's/return 1/return 6/' Lib/A.cs; git commit -qnam m; git merge -q b >/dev/null; git diff --cached | review --patch -",
                "gap Lib/A.cs"
            },
            {
                "patch: binary",
                "class New nothing >Lib/New.cs; git add .; echo '*.cs binary' >.gitattributes; git diff --cached --binary | review --patch -",
                "gap Lib/New.cs"
            },
            {
                "patch: for another text",
                "broken; git diff >../state/p; sed -i 's/nothing/others/' Lib/A.cs; review --patch ../state/p",
                "gap Lib/A.cs"
            },
            { "patch: words", "broken; git diff --word-diff | review --patch -", "refused --word-diff" },
            { "patch: coloured words", "broken; git diff --color-words | review --patch -", "refused --word-diff" },
            {
                "patch: words for programs",
                "broken; git diff --word-diff=porcelain | review --patch -",
                "refused --word-diff"
            },
            { "patch: statistics", "broken; git diff --stat | review --patch -", "refused no unified diff" },
        };

    [Theory]
    [MemberData(nameof(Commits))]
    public async Task Commit_is_reviewed_as_git_means_it(string name, string script, string expected)
    {
        var report = await repository.RunAsync(script);

        Assert.Equal(report.Before, report.After);
        Assert.NotEqual("", report.Before);
        AssertReport(name, report, expected);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Other_changes_are_read_or_refused_by_name(string name, string script, string expected) =>
        AssertReport(name, await repository.RunAsync(script), expected);

    private static void AssertReport(string name, HookReport report, string expected)
    {
        var said = $"{name}: {report}";
        if (expected.StartsWith("refused ", StringComparison.Ordinal))
        {
            Assert.True(report.Code == 2 && report.Errors.Contains(expected[8..], StringComparison.Ordinal), said);
            return;
        }
        Assert.True(report.Review is not null, said);
        var stops = expected.StartsWith("error ", StringComparison.Ordinal);
        Assert.True(report.Code == (stops ? 1 : 0), said);
        if (expected == "clean")
        {
            Assert.True(report is { Complete: true } && !report.Found.Any(), said);
        }
        else if (expected.StartsWith("gap ", StringComparison.Ordinal))
        {
            Assert.True(!report.Complete && report.Skipped.Contains(expected[4..]), said);
        }
        else
        {
            Assert.True(report.Found.Contains(expected), said);
        }
    }
}
