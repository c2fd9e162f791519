using Curate.Core.Card;
using Curate.Core.Profile.Report;

namespace Curate.Core.Tests.Card;

public sealed class LicenceTests
{
    [Theory]
    [InlineData("MIT", "MIT")]
    [InlineData("mit", "MIT")]
    [InlineData("MIT License", "MIT")]
    [InlineData("Apache 2.0", "Apache-2.0")]
    [InlineData("Apache License, Version 2.0", "Apache-2.0")]
    [InlineData("cc by 4.0", "CC-BY-4.0")]
    [InlineData("CC-BY-NC-SA-4.0", "CC-BY-NC-SA-4.0")]
    [InlineData("GPL-3.0", "GPL-3.0-only")]
    [InlineData("MIT AND CC-BY-4.0", "MIT,CC-BY-4.0")]
    [InlineData("(MIT AND CC-BY-4.0)", "MIT,CC-BY-4.0")]
    [InlineData("CC-BY-NC-4.0 OR MIT", "MIT")]
    [InlineData("GPL-3.0-only OR MIT", "MIT")]
    [InlineData("(CC-BY-NC-4.0 OR MIT) AND CC0-1.0", "MIT,CC0-1.0")]
    [InlineData("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only")]
    [InlineData("MIT AND Whatever", "")]
    [InlineData("MIT OR Whatever", "MIT")]
    [InlineData("GPL-3.0+", "")]
    [InlineData("proprietary", "")]
    [InlineData("", "")]
    [InlineData("license", "")]
    [InlineData("((", "")]
    public void Text_means_these_licences(string text, string ids) => Assert.Equal(ids, string.Join(',', LicenceTable.Parse(text).Select(static l => l.Id)));

    [Theory]
    [InlineData("MIT", "CC-BY-SA-4.0", false)]
    [InlineData("MIT", "CC-BY-NC-4.0", false)]
    [InlineData("CC-BY-SA-4.0", "CC-BY-NC-4.0", true)]
    [InlineData("CC-BY-SA-4.0", "CC-BY-NC-SA-4.0", true)]
    [InlineData("CC-BY-NC-SA-4.0", "CC-BY-NC-4.0", false)]
    [InlineData("CC-BY-SA-3.0", "CC-BY-SA-4.0", false)]
    [InlineData("CC-BY-SA-4.0", "GPL-3.0-only", false)]
    [InlineData("CC-BY-SA-3.0", "GPL-3.0-only", true)]
    [InlineData("GPL-2.0-only", "GPL-3.0-only", true)]
    [InlineData("GPL-2.0-or-later", "GPL-3.0-only", false)]
    [InlineData("ODbL-1.0", "CC-BY-SA-4.0", true)]
    [InlineData("CC-BY-ND-4.0", "MIT", true)]
    [InlineData("CC-BY-ND-4.0", "CC-BY-ND-4.0", false)]
    public void Two_licences_go_together_or_not(string first, string second, bool conflict)
    {
        Licence a = LicenceTable.Parse(first)[0];
        Licence b = LicenceTable.Parse(second)[0];
        Assert.Equal(conflict, LicenceTable.Conflict(a, b) is not null);
        Assert.Equal(LicenceTable.Conflict(a, b), LicenceTable.Conflict(b, a));
    }

    [Fact]
    public void Use_of_several_is_that_of_the_most_restrictive_in_any_order_and_any_number_of_times()
    {
        Licence[] all = [.. LicenceTable.All];
        var random = new Curate.TestKit.SplitMix64(40);
        for (int trial = 0; trial < 50; trial++)
        {
            Licence[] some = [.. Enumerable.Range(0, 4).Select(_ => random.Pick(all))];
            LicenceUse use = LicenceTable.UseOf(some);
            Assert.Equal(use, LicenceTable.UseOf([.. some.Reverse()]));
            Assert.Equal(use, LicenceTable.UseOf([.. some, .. some]));
            Assert.All(some, l => Assert.True(l.Use <= use));
        }

        Assert.Equal(LicenceUse.Unspecified, LicenceTable.UseOf([]));
    }

    [Fact]
    public void Audit_counts_rows_by_use_and_a_missing_licence_never_passes()
    {
        LicenceAudit audit = Audit([("MIT", 6), ("CC-BY-SA-4.0", 3), ("CC BY-NC 4.0", 2)], missing: 1, "MIT");
        Assert.Equal(LicenceUse.Unspecified, audit.Use);
        Assert.Equal([(LicenceUse.Commercial, 9L), (LicenceUse.NonCommercial, 2L), (LicenceUse.Unspecified, 1L)], audit.Uses);
        (string first, string second, _) = Assert.Single(audit.Conflicts);
        Assert.Equal(("CC-BY-NC-4.0", "CC-BY-SA-4.0"), (first, second));
        Assert.False(audit.Declared!.IsBorneOut);
        Assert.Equal(3, audit.Declared.WrongRows);
        Assert.Equal(["CC-BY-SA-4.0"], audit.Declared.Conflicts.Select(static c => c.Licence));
    }

    [Fact]
    public void Declaration_that_rows_bear_out_is_told_so_and_an_unknown_one_is_not()
    {
        Assert.True(Audit([("MIT", 6), ("CC0-1.0", 1)], 0, "CC-BY-4.0").Declared!.IsBorneOut);
        Assert.False(Audit([("MIT", 6)], 0, "ours").Declared!.IsBorneOut);
        Assert.Null(Audit([("MIT", 6)], 0, null).Declared);
    }

    [Fact]
    public void Table_has_every_id_once() => Assert.Equal(LicenceTable.All.Count, LicenceTable.All.Select(static l => l.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    private static LicenceAudit Audit((string Name, long Rows)[] classes, long missing, string? declared) => LicenceAudit.Of(new BalanceReport
    {
        Column = "license",
        Role = "group",
        Rows = classes.Sum(static c => c.Rows),
        Missing = missing,
        Classes = [.. classes.Select(static c => new ClassReport(c.Name, c.Rows, 0, 0, 0, 0, "head"))],
    }, declared);
}
