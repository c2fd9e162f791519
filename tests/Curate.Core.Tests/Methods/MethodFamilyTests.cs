using Curate.Core.Methods;

namespace Curate.Core.Tests.Methods;

/// <summary>Methods are known by name before they are made.</summary>
public sealed class MethodFamilyTests
{
    public static TheoryData<string> Families => [.. MethodRegistry.All.Select(static m => m.Family).Distinct()];

    [Theory]
    [MemberData(nameof(Families))]
    public void Names_are_those_of_the_entries(string name)
    {
        MethodFamily family = MethodRegistry.Of(name);
        Assert.Equal(family.Count, family.Names.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(family.Select(static m => m.Name), family.Names);
        Assert.All(family, method => Assert.Equal(name, method.Family));
        Assert.Equal(family[0].Name, family.Default);
        Assert.All(family, method => Assert.Same(method, family.Find(method.Name)));
        Assert.All(family, method => Assert.Same(method, MethodRegistry.Of(name).Find(method.Name)));
        Assert.Equal(MethodRegistry.All.Where(m => m.Family == name), family);
    }

    [Fact]
    public void Unknown_names_are_not_found()
    {
        Assert.Null(MethodRegistry.Of("select").Find("Random-Subset"));
        Assert.Null(MethodRegistry.Of("select").Find(""));
        Assert.Empty(MethodRegistry.Of("convert"));
        Assert.Null(MethodRegistry.Of("convert").Find("exact"));
    }

    [Fact]
    public void Search_makes_the_entry_that_is_found_and_no_other()
    {
        var made = new List<string>();
        MethodEntry Make(string name)
        {
            made.Add(name);
            return MethodRegistry.Of("dedupe")[0] with { };
        }

        var family = new MethodFamily([new("a", Make), new("b", Make), new("c", Make)]);
        Assert.Equal(["a", "b", "c"], family.Names);
        Assert.Equal("a", family.Default);
        Assert.Empty(made);
        MethodEntry found = family.Find("b")!;
        Assert.Same(found, family[1]);
        Assert.Equal(["b"], made);
        Assert.Equal(3, family.Count());
        Assert.Equal(["b", "a", "c"], made);
    }
}
