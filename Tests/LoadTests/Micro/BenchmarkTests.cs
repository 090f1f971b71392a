using System.Reflection;
using BenchmarkDotNet.Running;

namespace Commerce.LoadTests.Micro;

/// <summary>That each benchmark still does what it measures.</summary>
[Collection(nameof(Measurements))]
public sealed class BenchmarkTests
{
    public static TheoryData<string> Classes => [.. Subjects.Classes.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Classes))]
    public async Task Each_method_runs_once_from_set_up_to_clean_up(string name)
    {
        var type = Subjects.Classes.Single(type => type.Name == name);
        var methods = BenchmarkConverter
            .TypeToBenchmarks(type)
            .BenchmarksCases.DistinctBy(each => each.Descriptor.WorkloadMethod);
        foreach (var each in methods)
        {
            var instance = Activator.CreateInstance(type)!;
            foreach (var parameter in each.Parameters.Items)
                type.GetProperty(parameter.Name)!.SetValue(instance, parameter.Value);

            await Run(each.Descriptor.GlobalSetupMethod, instance);
            try
            {
                await Run(each.Descriptor.WorkloadMethod, instance);
            }
            finally
            {
                await Run(each.Descriptor.GlobalCleanupMethod, instance);
            }
        }
    }

    [Fact]
    public async Task Memory_is_told_of_each_kind_of_grain()
    {
        using var output = new StringWriter();

        await Memory.Measure(count: 2, output);

        Assert.Contains("order that awaits its payer", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_subject_is_listed_with_its_sentence()
    {
        using var output = new StringWriter();

        Subjects.List(output);

        var listed = output.ToString();
        Assert.All(Subjects.Names, name => Assert.Contains(name, listed, StringComparison.Ordinal));
    }

    private static async Task Run(MethodInfo? method, object instance)
    {
        if (method?.Invoke(instance, []) is Task done)
            await done;
    }
}
