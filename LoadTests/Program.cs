Console.WriteLine("commerce");
